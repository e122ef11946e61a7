import { parseArgs } from "node:util";

export interface WaitArguments {
    /** As `pulumi stack ls` has it: `prod`, or `organisation/project/prod`. */
    readonly stack: string;
    readonly timeoutSeconds: number;
}

/** The command was called in a way that has no answer. */
export class Misuse extends Error {
    override readonly name = "Misuse";
}

export const USAGE = `Usage: npm run wait -- STACK [--timeout 10m]

Waits until the environment of a stack runs what Git says: its Application in Argo CD is Synced and
Healthy. Ends sooner when that cannot happen by itself, and says why and what to do.

  STACK          dev, staging, prod
  --timeout      longest wait, such as 90s, 10m or 1h; 10m if not given

Exit code: 0 healthy, 1 not healthy, 2 the question could not be asked.
`;

const DEFAULT_TIMEOUT = "10m";

/** @throws Misuse */
export function readArguments(args: readonly string[]): WaitArguments {
    const { positionals, values } = parse(args);
    const [stack, ...others] = positionals;
    if (stack === undefined) {
        throw new Misuse("which stack?");
    }
    if (others.length > 0) {
        throw new Misuse(`one stack at a time, not also ${others.join(", ")}`);
    }
    return { stack, timeoutSeconds: seconds(values.timeout) };
}

function parse(args: readonly string[]) {
    try {
        return parseArgs({
            args: [...args],
            allowPositionals: true,
            options: { timeout: { type: "string", default: DEFAULT_TIMEOUT } },
        });
    } catch (error) {
        throw new Misuse((error as Error).message);
    }
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

function seconds(duration: string): number {
    const [, number = "", unit = ""] = /^(\d{1,6})([smh])$/.exec(duration) ?? [];
    const total = Number(number) * (UNITS[unit] ?? 0);
    if (total === 0) {
        throw new Misuse(`--timeout ${duration}: expected a duration such as 90s, 10m or 1h`);
    }
    return total;
}
