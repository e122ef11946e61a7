import { HOPS, type ReachedHop } from "../loop/hops";

/** How long each build took for each hop: a table with builds as rows and hops as columns. */
export class HopTimes {
    /** In the order in which the builds were first heard of. */
    private readonly rows = new Map<string, ReachedHop[]>();

    /** @param build environment and image with tag: `dev: backend dev-…` */
    reached(build: string, hop: ReachedHop): void {
        const row = this.rows.get(build) ?? [];
        this.rows.set(build, [...row, hop]);
    }

    /** Seconds since the hop before, and in the last column since the push. */
    table(): string[] {
        const head = ["build", ...HOPS, "in all"];
        const lines = [...this.rows].map(([build, hops]) => {
            const total = hops.reduce((sum, { seconds }) => sum + seconds, 0);
            return [
                build,
                ...HOPS.map((name) => seconds(hops.find(({ hop }) => hop === name)?.seconds)),
                seconds(total),
            ];
        });
        const all = [head, ...lines];
        const widths = head.map((_, column) =>
            Math.max(...all.map((cells) => cells[column]?.length ?? 0)),
        );
        return all.map((cells) =>
            cells
                .map((cell, column) => {
                    const width = widths[column] ?? 0;
                    return column === 0 ? cell.padEnd(width) : cell.padStart(width);
                })
                .join("  "),
        );
    }
}

function seconds(value: number | undefined): string {
    return value === undefined ? "–" : `${value.toFixed(1)} s`;
}
