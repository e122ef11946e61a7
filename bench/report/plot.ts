import { type Installation, INSTALLATION_TITLES, INSTALLATIONS } from "../loop/hops";
import type { LoopResult } from "../loop/result";
import { seconds } from "./text";

const WIDTH = 760;
const LEFT = 170;
const RIGHT = 30;
const TOP = 56;
const ROW = 62;
const COLOURS: Readonly<Record<Installation, string>> = {
    webhook: "#1a7f37",
    polling: "#0969da",
    default: "#9a6700",
};
const TICKS = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/**
 * A row an installation, a dot a push, a bar at the median, on a logarithmic axis: the three are two
 * orders of magnitude apart. It has a background of its own, for readers with a dark one.
 */
export function plot(result: LoopResult): string {
    const all = { ...result.ours, default: result.default };
    const totals = INSTALLATIONS.flatMap((name) => all[name].pushes.map(({ total }) => total));
    const axis = axisOf(totals);
    const bottom = TOP + ROW * INSTALLATIONS.length;
    const rows = INSTALLATIONS.map((name, index) => {
        const middle = TOP + ROW * (index + 0.5);
        const { medianSeconds, pushes } = all[name];
        return [
            `<text x="${LEFT - 14}" y="${middle + 4}" text-anchor="end">${INSTALLATION_TITLES[name]}</text>`,
            `<g fill="${COLOURS[name]}" fill-opacity="0.55">`,
            ...pushes.map(
                ({ total }, number) =>
                    `<circle cx="${axis.at(total)}" cy="${middle + jitter(number)}" r="4"/>`,
            ),
            "</g>",
            `<path d="M${axis.at(medianSeconds)} ${middle - 20}v40" stroke="${COLOURS[name]}" stroke-width="3"/>`,
            `<text x="${axis.at(medianSeconds)}" y="${middle - 24}" text-anchor="middle" font-weight="bold">${seconds(medianSeconds)}</text>`,
        ].join("\n");
    });
    return [
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 46}" font-family="sans-serif" font-size="13" fill="#1f2328">`,
        "<title>Seconds from the push of an image to its pods being ready</title>",
        `<rect width="${WIDTH}" height="${bottom + 46}" fill="#ffffff"/>`,
        `<text x="16" y="24" font-size="15" font-weight="bold">From the push of an image to its pods being ready</text>`,
        ...axis.ticks.map((tick) =>
            [
                `<path d="M${axis.at(tick)} ${TOP - 8}V${bottom}" stroke="#d1d9e0"/>`,
                `<text x="${axis.at(tick)}" y="${bottom + 18}" text-anchor="middle">${tick}</text>`,
            ].join("\n"),
        ),
        ...rows,
        `<text x="${WIDTH - RIGHT}" y="${bottom + 38}" text-anchor="end">seconds; a dot is a push, a bar the median</text>`,
        "</svg>",
        "",
    ].join("\n");
}

interface Axis {
    readonly ticks: readonly number[];
    /** Where a number of seconds is, in the plot's units. */
    at(seconds: number): number;
}

/** From the tick at or below the least value to the one at or above the largest. */
function axisOf(values: readonly number[]): Axis {
    const low = TICKS.findLast((tick) => tick <= Math.min(...values)) ?? 0.5;
    const high = TICKS.find((tick) => tick >= Math.max(...values)) ?? 1000;
    const scale = (WIDTH - LEFT - RIGHT) / Math.log(high / low);
    return {
        ticks: TICKS.filter((tick) => tick >= low && tick <= high),
        at: (value) => Math.round((LEFT + scale * Math.log(value / low)) * 10) / 10,
    };
}

/** Keeps equal values apart; the same for each run of this program. */
function jitter(number: number): number {
    return ((number * 7) % 5) * 4 - 8;
}
