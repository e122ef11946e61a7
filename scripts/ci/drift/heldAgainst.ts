/** Which commit of the program a stack is held against. */
import { RequestError } from "@octokit/request-error";

import type { GitHubClient, RepositoryName } from "../gitHubClient";

export interface HeldAgainst {
    readonly commit: string;
    /** Where it is checked out. */
    readonly directory: "." | "deployed";
    /** Why it is not the one that was deployed, if it is not. */
    readonly because?: string;
}

/**
 * The commit that was deployed, or the run's own if nobody knows it or has it.
 *
 * @param deployed as Pulumi remembers it
 * @param own the one that is checked out
 */
export async function heldAgainst(
    stack: string,
    deployed: string | undefined,
    own: string,
    isKnown: (commit: string) => Promise<boolean>,
): Promise<HeldAgainst> {
    if (deployed === own) {
        return { commit: own, directory: "." };
    }
    if (deployed === undefined) {
        const because = `Pulumi does not know which commit ${stack} was deployed from.`;
        return { commit: own, directory: ".", because };
    }
    if (!(await isKnown(deployed))) {
        const because = `${stack} was deployed from ${deployed}, which this repository does not have.`;
        return { commit: own, directory: ".", because };
    }
    return { commit: deployed, directory: "deployed" };
}

/** Whether GitHub has a commit, whatever branch it is on. */
export async function isInRepository(
    client: GitHubClient,
    repository: RepositoryName,
    commit: string,
): Promise<boolean> {
    try {
        const place = { ...repository, ref: commit };
        await client.request("GET /repos/{owner}/{repo}/commits/{ref}", place);
        return true;
    } catch (error) {
        // 422 is GitHub's word for a commit that it does not have.
        if (error instanceof RequestError && [404, 422].includes(error.status)) {
            return false;
        }
        throw error;
    }
}
