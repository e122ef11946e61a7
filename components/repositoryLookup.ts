import { createHash } from "node:crypto";

import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";

import { isOurDescription } from "./repositoryDescription";

/** A deploy key that is registered with the repository. */
export interface FoundDeployKey {
    readonly id: number;
    readonly title: string;
    /** Type and base64 part of the public key. */
    readonly key: string;
}

/** What GitHub has before the program changes anything: reads only. */
export interface RepositoryLookup {
    readonly exists: boolean;
    /** Whether a stack of this program made it: its description says so. */
    readonly ours: boolean;
    /** `owner/name` as GitHub spells it. */
    readonly fullName: string;
    /** `main` if there is no repository, or no commit in it, yet. */
    readonly defaultBranch: string;
    readonly deployKeys: readonly FoundDeployKey[];
    /**
     * Content of a file to seed with: what the repository has, else `ours`.
     *
     * @throws if GitHub refuses to tell what the file holds.
     */
    readonly seed: (path: string, ours: string) => Promise<string>;
}

export interface RepositoryLookupArgs {
    readonly name: string;
    readonly appName: string;
}

/** GitHub cuts recursive trees short, without the provider telling, at 100,000 entries or 7 MB. */
const TREE_IS_SURELY_WHOLE_BELOW = 20_000;

const ABSENT: RepositoryLookup = {
    exists: false,
    ours: false,
    fullName: "",
    defaultBranch: "main",
    deployKeys: [],
    seed: (_path, ours) => Promise.resolve(ours),
};

/**
 * Looks the repository up, in three calls: itself, its tree, its deploy keys. One more call is made
 * for each seeded file that Git has in another version than ours, however often it is asked for.
 *
 * @throws if GitHub cannot be reached or refuses the token.
 */
export async function lookUpRepository(
    args: RepositoryLookupArgs,
    provider: github.Provider,
): Promise<RepositoryLookup> {
    const options = { provider };
    const repository = await absentIfNotFound(() =>
        github.getRepository({ name: args.name }, options),
    );
    // The provider answers for a repository that does not exist with empty fields, not an error.
    if (!repository?.fullName) {
        return ABSENT;
    }
    const branch = repository.defaultBranch || "main";
    const [tree, keys] = await Promise.all([
        absentIfNotFound(() =>
            github.getTree({ repository: args.name, treeSha: branch, recursive: true }, options),
        ),
        absentIfNotFound(() => github.getRepositoryDeployKeys({ repository: args.name }, options)),
    ]);
    const entries = tree?.entries ?? [];
    const blobs = new Map(
        entries.filter((entry) => entry.type === "blob").map((entry) => [entry.path, entry.sha]),
    );
    const whole = entries.length < TREE_IS_SURELY_WHOLE_BELOW;
    const read = new Map<string, Promise<string | undefined>>();
    const readOnce = (path: string) => {
        const content =
            read.get(path) ?? readFile({ repository: args.name, branch, path }, options);
        read.set(path, content);
        return content;
    };

    return {
        exists: true,
        ours: isOurDescription(repository.description, args.appName),
        fullName: repository.fullName,
        defaultBranch: branch,
        deployKeys: (keys?.keys ?? []).map(({ id, title, key }) => ({ id, title, key })),
        seed: async (path, ours) => {
            const sha = blobs.get(path);
            if ((sha === undefined && whole) || sha === blobSha(ours)) {
                return ours;
            }
            return (await readOnce(path)) ?? ours;
        },
    };
}

/** Content of a file, if it is there. */
async function readFile(
    at: { readonly repository: string; readonly branch: string; readonly path: string },
    options: pulumi.InvokeOptions,
): Promise<string | undefined> {
    const { repository, branch, path: file } = at;
    const found = await absentIfNotFound(() =>
        github.getRepositoryFile({ repository, file, branch }, options),
    );
    return found?.sha ? found.content : undefined;
}

/** The object name Git gives a file's content, by which two versions are told apart unread. */
export function blobSha(content: string): string {
    const bytes = Buffer.from(content);
    return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

/** GitHub answers 404 for what is not there, and 409 for the tree of a repository without commits. */
async function absentIfNotFound<T>(call: () => Promise<T>): Promise<T | undefined> {
    try {
        return await call();
    } catch (error) {
        if (/\b(404|409)\b/.test(String(error))) {
            await pulumi.log.debug(`Taken as absent: ${String(error)}`);
            return undefined;
        }
        throw error;
    }
}
