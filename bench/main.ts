/**
 * `npm run bench`: how long things take on this machine. It reports and asserts nothing; results go
 * to bench/results/ and, by way of a template, to docs/benchmarks.md.
 *
 *   npm run bench            what the stack and the lab cost
 *   npm run bench -- loop    from the push of an image to its pods, on three installations;
 *                            --webhook N, --polling N, --default N: pushes on each (20, 5, 5);
 *                            --replicas N: pods of each Deployment, without a volume (2);
 *                            --quick: 3, 1 and 0, and nothing is written
 *   npm run bench -- demo    the demo as a whole, with everything built or, in an empty cache, cold
 *   npm run bench -- render  docs/benchmarks.md from the newest results
 */
import * as os from "node:os";
import { parseArgs } from "node:util";

import { inside, labPaths, withLab } from "../lab";
import { measureDemo } from "./demo/measure";
import { renderBenchmarks } from "./report/render";

const COUNTS = { webhook: 20, polling: 5, default: 5, replicas: 2 };
const QUICK_COUNTS = { webhook: 3, polling: 1, default: 0, replicas: 2 };

async function main(): Promise<number> {
    const { positionals, values } = parseArgs({
        allowPositionals: true,
        options: {
            webhook: { type: "string" },
            polling: { type: "string" },
            default: { type: "string" },
            replicas: { type: "string" },
            quick: { type: "boolean", default: false },
        },
    });
    const [what = "stack", ...more] = positionals;
    const { quick, ...given } = values;
    const counts = Object.entries({ ...(quick ? QUICK_COUNTS : COUNTS), ...given });
    const bad = counts.find(
        ([name, count]) => !(name === "replicas" ? /^[1-9]\d*$/ : /^\d+$/).test(String(count)),
    );
    if (more.length > 0 || !["stack", "loop", "demo", "render"].includes(what) || bad) {
        console.error(
            bad
                ? `--${bad[0]} is "${bad[1]}"; allowed are whole numbers from ${bad[0] === "replicas" ? 1 : 0}`
                : `"${positionals.join(" ")}" is not known; allowed are stack, loop, demo and render`,
        );
        return 2;
    }
    switch (what) {
        case "loop":
            return inLab("loop", () =>
                counts.flatMap(([name, count]) => [`--${name}`, String(count)]),
            );
        case "demo":
            return measureDemo();
        case "render":
            await renderBenchmarks(labPaths().project);
            return 0;
        default:
            return inLab("stack", (start) => ["--lab-start", start.toFixed(2)]);
    }
}

/** Runs a folder's inside.ts in a lab of its own. */
function inLab(folder: string, options: (start: number) => string[]): Promise<number> {
    const [load = 0] = os.loadavg();
    return withLab({ parts: "lab" }, async ({ start }, signal) => {
        const { code } = await inside(
            process.execPath,
            [
                ...["--import", "tsx", `${__dirname}/${folder}/inside.ts`],
                ...["--load-before", load.toFixed(2), ...options(start)],
            ],
            { terminal: true, accept: [0, 1], signal },
        );
        return code;
    });
}

main()
    .then((code) => {
        process.exitCode = code;
    })
    .catch((error: unknown) => {
        console.error(error instanceof Error ? error.message : String(error));
        process.exitCode = 1;
    });
