import {
    type Hop,
    HOP_TITLES,
    HOPS,
    type Installation,
    INSTALLATION_TITLES,
    INSTALLATIONS,
} from "../loop/hops";
import type { LoopResult, Series } from "../loop/result";
import { markdownTable, plainTable, seconds } from "./text";

type Measured = Readonly<Partial<Record<Installation, Series>>>;

const HEAD = ["", "pushes", "min", "median", "p95"];

/** The results of a run as they stand, for whoever waits for them. */
export function hopTable(measured: Measured): string[] {
    return plainTable(HEAD, rowsOf(measured));
}

/** The same in Markdown. */
export function hopMarkdown(result: LoopResult): string[] {
    return markdownTable(HEAD, rowsOf({ ...result.ours, default: result.default }));
}

function rowsOf(measured: Measured): string[][] {
    return INSTALLATIONS.flatMap((name) => {
        const series = measured[name];
        if (series === undefined) {
            return [];
        }
        const hop = (of: Hop) => {
            const { min, median, p95 } = series.hops[of];
            return [HOP_TITLES[of], "", ...[min, median, p95].map(seconds)];
        };
        const { minSeconds, medianSeconds, p95Seconds, pushes } = series;
        const title = `${INSTALLATION_TITLES[name]}: ${HOP_TITLES.total}`;
        return [
            [title, String(pushes.length), ...[minSeconds, medianSeconds, p95Seconds].map(seconds)],
            ...HOPS.map(hop),
        ];
    });
}

/** Where the time of a push goes: a row a step, a column an installation. */
export function stepMarkdown({ ours, default: upstream }: LoopResult): string[] {
    const all = { ...ours, default: upstream };
    const order = ours.webhook.steps;
    const rows = HOPS.flatMap((hop) => [
        [
            `**${HOP_TITLES[hop]}**`,
            ...INSTALLATIONS.map((name) => `**${seconds(all[name].hops[hop].median)}**`),
        ],
        ...order
            .filter((one) => one.hop === hop)
            .map(({ step }) => [
                step,
                ...INSTALLATIONS.map((name) => {
                    const found = all[name].steps.find((one) => one.step === step);
                    return found ? seconds(found.medianSeconds) : "–";
                }),
            ]),
    ]);
    return markdownTable(["step", ...INSTALLATIONS.map((name) => INSTALLATION_TITLES[name])], rows);
}
