import { CommandFailed, run } from "../wait/run";

/** Where a Git remote leads to. */
export interface Remote {
    readonly host: string;
    /** User or organisation. */
    readonly owner: string;
}

/** The remote `origin` of the checkout; nothing if it has none that has an owner. */
export async function originOf(folder: string): Promise<Remote | undefined> {
    try {
        return readRemote(await run("git", ["-C", folder, "remote", "get-url", "origin"]));
    } catch (error) {
        if (error instanceof CommandFailed) {
            return undefined;
        }
        throw error;
    }
}

/**
 * Host and owner in a remote's address, of which credentials are no part.
 *
 * @param url `git@github.com:acme/x.git`, `ssh://git@github.com:22/acme/x`, `https://…/acme/x.git`
 */
export function readRemote(url: string): Remote | undefined {
    const [, host, owner] =
        /^[a-z+]+:\/\/(?:[^@/]*@)?([^:/]+)(?::\d+)?\/([^/]+)\/[^/]+\/?$/.exec(url.trim()) ??
        /^(?:[^@/:]+@)?([^:/]+):\/?([^/]+)\/[^/]+$/.exec(url.trim()) ??
        [];
    return host === undefined || owner === undefined ? undefined : { host, owner };
}
