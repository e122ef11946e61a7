import * as pulumi from "@pulumi/pulumi";

import { CODE_OWNERS_PATH, codeOwnersFile, codeOwnersLines, isManaged } from "./manifests";
import type { RepositoryFile } from "./manifests/model";
import type { RepositoryLookup } from "./repositoryLookup";

/** Where GitHub looks for the file. It takes the first one, so that ours would hide the others. */
const PLACES = [CODE_OWNERS_PATH, "CODEOWNERS", "docs/CODEOWNERS"];

/**
 * The file with the owners of these overlays, if there are owners, and if nobody has written such a
 * file: one that is somebody's stays, and a warning has the lines to add.
 *
 * @throws if GitHub refuses to tell what a file holds
 */
export async function codeOwnersToManage(
    owners: readonly string[],
    overlays: readonly string[],
    found: Pick<RepositoryLookup, "seed" | "fullName">,
): Promise<RepositoryFile | undefined> {
    if (owners.length === 0) {
        return undefined;
    }
    const ours = codeOwnersFile(owners, overlays);
    for (const place of PLACES) {
        const content = await found.seed(place, ours.content);
        if (!isManaged(content)) {
            const lines = codeOwnersLines(owners, overlays);
            void pulumi.log.warn(
                `The repository ${found.fullName} has a file ${place} that this program has not ` +
                    `written. It stays as it is: codeOwners has no effect. Lines to add to it by ` +
                    `pull request:\n${lines.join("\n")}`,
            );
            return undefined;
        }
    }
    return ours;
}
