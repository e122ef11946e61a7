/** One line of a {@link Progress}. */
export interface ProgressRow {
    readonly name: string;
    state: "waiting" | "running" | "done" | "failed";
    /** Usual duration, where one is known. */
    readonly expectedSeconds?: number;
    /** What it is doing, or why it failed. */
    detail?: string;
    /** Milliseconds of {@link performance.now}. */
    startedAt?: number;
    endedAt?: number;
}

/** Where progress is shown; a stream such as `process.stderr`. */
export interface ProgressOutput {
    readonly isTTY?: boolean;
    readonly columns?: number;
    write(text: string): unknown;
}

/**
 * Shows steps that run beside each other: in a terminal as a table that is drawn again in place,
 * elsewhere as one line a change and a sign of life every 30 seconds.
 */
export class Progress {
    private readonly rows = new Map<string, ProgressRow>();
    private readonly live: boolean;
    private readonly timer: NodeJS.Timeout;
    private drawnLines = 0;

    constructor(
        private readonly title: string,
        private readonly output: ProgressOutput = process.stderr,
    ) {
        this.live = output.isTTY === true;
        const period = this.live ? 250 : 30_000;
        this.timer = setInterval(() => {
            this.tick();
        }, period);
        this.timer.unref();
    }

    /** Lists a step that has not begun. */
    waiting(name: string, expectedSeconds?: number): void {
        this.rows.set(name, { name, state: "waiting", expectedSeconds });
        this.draw();
    }

    /** Marks a step as begun. */
    running(name: string, detail?: string): void {
        this.change(name, "running", detail);
    }

    done(name: string, detail?: string): void {
        this.change(name, "done", detail);
    }

    failed(name: string, detail?: string): void {
        this.change(name, "failed", detail);
    }

    /** Says more about a running step; shown in a terminal only. */
    detail(name: string, detail: string): void {
        const row = this.rows.get(name);
        if (row?.state === "running") {
            row.detail = detail;
            this.draw();
        }
    }

    /** Ends the display; what was drawn last stays. */
    close(): void {
        clearInterval(this.timer);
        this.draw();
    }

    private change(name: string, state: ProgressRow["state"], detail?: string): void {
        const row = this.rows.get(name) ?? { name, state: "waiting" };
        if (row.state === state && state === "done") {
            return;
        }
        row.state = state;
        row.detail = detail;
        row.startedAt ??= performance.now();
        row.endedAt = state === "running" ? undefined : performance.now();
        this.rows.set(name, row);
        if (!this.live) {
            this.output.write(`${this.title}: ${describeRow(row, performance.now())}\n`);
        }
        this.draw();
    }

    private tick(): void {
        if (this.live) {
            this.draw();
            return;
        }
        for (const row of this.rows.values()) {
            if (row.state === "running") {
                this.output.write(`${this.title}: ${describeRow(row, performance.now())}\n`);
            }
        }
    }

    private draw(): void {
        if (!this.live) {
            return;
        }
        const width = (this.output.columns ?? 80) - 1;
        const lines = [
            this.title,
            ...[...this.rows.values()].map((row) => `  ${describeRow(row, performance.now())}`),
        ];
        const up = this.drawnLines === 0 ? "" : `\u001b[${this.drawnLines}A`;
        const text = lines.map((line) => `\u001b[2K${line.slice(0, width)}\n`).join("");
        this.output.write(up + text);
        this.drawnLines = lines.length;
    }
}

/** A row as text: name, state, elapsed and expected time, detail. */
export function describeRow(row: ProgressRow, now: number): string {
    const parts = [row.name.padEnd(26), row.state.padEnd(8)];
    if (row.startedAt !== undefined) {
        parts.push(`${(((row.endedAt ?? now) - row.startedAt) / 1000).toFixed(1)} s`);
    }
    if (row.expectedSeconds !== undefined && row.state !== "done") {
        parts.push(`(about ${row.expectedSeconds} s)`);
    }
    if (row.detail !== undefined && row.detail !== "") {
        parts.push(row.detail);
    }
    return parts.join(" ").trimEnd();
}
