import * as fs from "node:fs/promises";
import * as path from "node:path";

import type { Lab } from "../../loop/lab";

/** A request that the private registry has judged by its user. */
export interface SignIn {
    readonly user: string;
    readonly accepted: boolean;
    /** `containerd/1.6.20`, `Go-http-client/1.1` for the updater */
    readonly agent: string;
}

/** Length of the private registry's log, for {@link signIns} to begin at. */
export async function registryLogLength(lab: Lab): Promise<number> {
    return (await fs.stat(logFile(lab))).size;
}

/**
 * Who has signed in at the private registry since, and who was not let in, in order. Who has not
 * said who they are, as clients begin, does not count.
 *
 * @param since length of the log
 */
export async function signIns(lab: Lab, since: number): Promise<SignIn[]> {
    const log = (await fs.readFile(logFile(lab))).subarray(since).toString();
    return log.split("\n").flatMap((line) => {
        const agent = /http\.request\.useragent="?([^" ]+)/.exec(line)?.[1] ?? "";
        const refused = /error authenticating user \\"(.*?)\\"/.exec(line)?.[1];
        const accepted = /auth\.user\.name="?([^" ]+)/.exec(line)?.[1];
        const user = refused ?? accepted;
        return user === undefined ? [] : [{ user, agent, accepted: refused === undefined }];
    });
}

function logFile(lab: Lab): string {
    return path.join(lab.paths.logs, "private-registry.log");
}
