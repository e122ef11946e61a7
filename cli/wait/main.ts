/** `npm run wait -- STACK`: waits until an environment is healthy, or says why it is not. */
import { Misuse, readArguments, USAGE } from "./arguments";
import { Cluster } from "./cluster";
import { findEnvironment } from "./environment";
import { CommandFailed } from "./run";
import { healthyStory, story } from "./story";
import { updaterErrors } from "./updaterErrors";
import { lastLogLines, watch } from "./watch";

/** @returns the exit code */
async function main(args: readonly string[]): Promise<number> {
    if (args.includes("--help") || args.includes("-h")) {
        console.log(USAGE);
        return 0;
    }
    const { stack, timeoutSeconds } = readArguments(args);
    const environment = await findEnvironment(stack);
    const cluster = await Cluster.open(environment);
    for (const [signal, code] of [
        ["SIGINT", 130],
        ["SIGTERM", 143],
    ] as const) {
        process.once(signal, () => {
            void cluster.close().finally(() => process.exit(code));
        });
    }
    try {
        console.log(`Waiting for ${environment.instance} to be Synced and Healthy …`);
        const last = await watch(cluster, {
            timeoutSeconds,
            onChange: (lines, seconds) => {
                console.log(`${seconds.toFixed(0).padStart(4)} s  ${lines.join("\n        ")}`);
            },
        });
        const errors =
            last.updaterError === undefined
                ? []
                : updaterErrors(await cluster.updaterLog(), environment.instance);
        if (last.verdict === "healthy") {
            console.log(healthyStory(last, environment, errors).join("\n"));
            return 0;
        }
        const why = last.verdict === "stuck" ? [] : [`Waited ${timeoutSeconds} s.`];
        const logs = await lastLogLines(cluster, last);
        console.log(["", ...why, ...story(last, environment, logs, errors)].join("\n"));
        return 1;
    } finally {
        await cluster.close();
    }
}

void main(process.argv.slice(2)).then(
    (code) => {
        process.exitCode = code;
    },
    (error: unknown) => {
        if (error instanceof Misuse) {
            console.error(`${error.message}\n\n${USAGE}`);
        } else if (error instanceof CommandFailed) {
            console.error(error.message);
        } else {
            console.error(error);
        }
        process.exitCode = 2;
    },
);
