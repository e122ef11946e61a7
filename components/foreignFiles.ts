import * as pulumi from "@pulumi/pulumi";

import { isManaged } from "./manifests";
import type { RepositoryFile } from "./manifests/model";
import type { RepositoryLookup } from "./repositoryLookup";
import { resourcesInState } from "./stateLookup";

/** Files that every `up` is going to restore, and the stack that has perhaps made them. */
export interface ManagedFiles {
    /** The files, where the default branch has that name. */
    readonly files: (branch: string) => readonly RepositoryFile[];
    /** The stack in whose state they may be: `organization/project/stack`. */
    readonly stackReference: string;
}

/**
 * Refuses to write over what is somebody else's: the provider would, without a word. What the state
 * has is the stack's, whatever was made of it, and what begins as a managed file was this program's,
 * in a run that was killed, or before the repository was kept.
 *
 * Where no file differs nobody is asked; where the state has them all, nobody but the engine.
 *
 * @throws RunError with all of them, and what to do
 */
export async function refuseForeignFiles(
    { files, stackReference }: ManagedFiles,
    found: Pick<RepositoryLookup, "defaultBranch" | "fullName" | "mayDiffer" | "seed">,
): Promise<void> {
    const differing = files(found.defaultBranch).filter(({ path, content }) =>
        found.mayDiffer(path, content),
    );
    const known = differing.length === 0 ? [] : await filesInState(stackReference, found.fullName);
    const unknown = differing.filter(({ path }) => !known.includes(path));
    const inGit = await Promise.all(
        unknown.map(async ({ path, content }) => ({
            path,
            content: await found.seed(path, content),
        })),
    );
    const foreign = inGit.filter(({ content }) => !isManaged(content)).map(({ path }) => path);
    if (foreign.length > 0) {
        throw new pulumi.RunError(describe(foreign, found));
    }
}

/** Paths of those that the stack has in that repository; none if the state does not answer. */
async function filesInState(stackReference: string, fullName: string): Promise<unknown[]> {
    const [, repository = ""] = fullName.toLowerCase().split("/");
    const state = await resourcesInState(
        stackReference,
        "github:index/repositoryFile:RepositoryFile",
    );
    return (state ?? [])
        .filter((known) => String(known["repository"]).toLowerCase() === repository)
        .map(({ file }) => file);
}

function describe(
    paths: readonly string[],
    { fullName, defaultBranch }: Pick<RepositoryLookup, "fullName" | "defaultBranch">,
): string {
    return [
        `The repository ${fullName} has files that this program has not written, where every up ` +
            `would restore its own. Nothing was changed. By a pull request into ` +
            `${defaultBranch}, move each to another path or delete it, then run the command again:`,
        ...paths.map((path) => `  ${path}`),
    ].join("\n");
}
