import { createHash } from "node:crypto";

import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";

import { type ManagedFiles, refuseForeignFiles } from "./foreignFiles";
import { checkAccess } from "./gitHubAccess";
import { absentIf, ask, statusOf } from "./gitHubAnswers";
import { isOurDescription } from "./repositoryDescription";
import type { RepositoryAccess } from "./tokenScopes";
import { lookUpWebhooks, type UnknownWebhook } from "./webhookLookup";

/** A deploy key that is registered with the repository. */
export interface FoundDeployKey {
    /** GitHub's number of it. */
    readonly id: number;
    /** Its title on GitHub, by which it is known again. */
    readonly title: string;
    /** Type and base64 part of the public key. */
    readonly key: string;
}

/** What GitHub has before the program changes anything: reads only. */
export interface RepositoryLookup {
    /** Whether the repository is there. */
    readonly exists: boolean;
    /** Whether a stack of this program made it: its description says so. */
    readonly ours: boolean;
    /** `owner/name` as GitHub spells it. */
    readonly fullName: string;
    /** `main` if there is no repository, or no commit in it, yet. */
    readonly defaultBranch: string;
    /** Deploy keys that are registered with it. */
    readonly deployKeys: readonly FoundDeployKey[];
    /** Webhooks that the stack's state lacks. */
    readonly unknownWebhooks: readonly UnknownWebhook[];
    /**
     * Content of a file to seed with: what the repository has, else `ours`.
     *
     * @throws if GitHub refuses to tell what the file holds.
     */
    readonly seed: (path: string, ours: string) => Promise<string>;
    /** Whether the repository may have another version of a file than `ours`: asks nobody. */
    readonly mayDiffer: (path: string, ours: string) => boolean;
}

/** Which repository is looked up, and what for. */
export interface RepositoryLookupArgs {
    /** GitHub's host. */
    readonly host: string;
    /** User or organisation. */
    readonly owner: string;
    /** Name of the repository. */
    readonly name: string;
    /** Name of the application: the description of a repository of ours has it. */
    readonly appName: string;
    /**
     * The stack whose state is to know the webhooks: `organization/project/stack`. They are not
     * asked for if it is absent.
     */
    readonly webhooksOf?: string;
    /** Files that the stack is going to restore; if absent, nobody's are looked for in their place. */
    readonly managed?: ManagedFiles;
    /** What the stack is going to do there. */
    readonly access: RepositoryAccess;
}

/** GitHub cuts recursive trees short, without the provider telling, at 100,000 entries or 7 MB. */
const TREE_IS_SURELY_WHOLE_BELOW = 20_000;

const ABSENT: RepositoryLookup = {
    exists: false,
    ours: false,
    fullName: "",
    defaultBranch: "main",
    deployKeys: [],
    unknownWebhooks: [],
    seed: (_path, ours) => Promise.resolve(ours),
    mayDiffer: () => false,
};

/**
 * Looks the repository up: itself, whether the stack may do what it is going to, its tree, its
 * deploy keys, its webhooks if asked to. Each seeded file that Git has in another version than ours
 * is read once more, which lists the file's commits too. So is a managed one, unless the stack has
 * made it.
 *
 * @throws RunError with what is missing, if GitHub does not accept or does not suffer the token
 * @throws RunError with the files of others that are in the place of managed ones
 * @throws if GitHub cannot be reached
 */
export async function lookUpRepository(
    args: RepositoryLookupArgs,
    provider: github.Provider,
): Promise<RepositoryLookup> {
    const options = { provider };
    const { host, owner, name, webhooksOf, managed } = args;
    const full = `${owner}/${name}`;
    const asked = <T>(what: string, permission: string, call: () => Promise<T>) =>
        ask({ what: `${what} ${full}`, host, permission }, call);
    // First, because the provider breaks down where what comes next cannot be reached.
    const repository = await asked("show", "Metadata: read", () =>
        absentIf(404, () => github.getRepository({ name }, options)),
    );
    // The provider answers for a repository that does not exist with empty fields, not an error.
    const exists = Boolean(repository?.fullName);
    if (repository && exists) {
        refuseOtherOwner(args, repository.fullName);
    }
    await checkAccess({ ...args, exists }, provider);
    if (!repository || !exists) {
        return ABSENT;
    }
    const branch = repository.defaultBranch || "main";
    const [tree, keys, unknownWebhooks] = await Promise.all([
        asked("list the files of", "Contents: read", () =>
            lookUpTree({ repository: name, treeSha: branch, recursive: true }, options),
        ),
        asked("list the deploy keys of", "Administration: read", () =>
            absentIf(404, () => github.getRepositoryDeployKeys({ repository: name }, options)),
        ),
        webhooksOf === undefined
            ? []
            : asked("list the webhooks of", "Webhooks: read", () =>
                  lookUpWebhooks({ owner, name, stackReference: webhooksOf }, provider),
              ),
    ]);
    const read = new Map<string, Promise<string | undefined>>();
    const readOnce = (path: string) => {
        const content = read.get(path) ?? readFile({ repository: name, branch, path }, options);
        read.set(path, content);
        return content;
    };

    const mayDiffer = (path: string, ours: string) => {
        const sha = tree.blobs.get(path);
        return sha === undefined ? !tree.whole : sha !== blobSha(ours);
    };
    const found: RepositoryLookup = {
        exists: true,
        ours: isOurDescription(repository.description, args.appName),
        fullName: repository.fullName,
        defaultBranch: branch,
        deployKeys: (keys?.keys ?? []).map(({ id, title, key }) => ({ id, title, key })),
        unknownWebhooks,
        seed: async (path, ours) =>
            mayDiffer(path, ours) ? ((await readOnce(path)) ?? ours) : ours,
        mayDiffer,
    };
    if (managed) {
        await refuseForeignFiles(managed, found);
    }
    return found;
}

/** The provider prefers some variables of the environment to the owner it is told. */
function refuseOtherOwner({ owner, name }: RepositoryLookupArgs, fullName: string): void {
    if (fullName.toLowerCase() !== `${owner}/${name}`.toLowerCase()) {
        throw new pulumi.RunError(
            `GitHub's provider found ${fullName} where ${owner}/${name} is configured. ` +
                `Unset GITHUB_OWNER and GITHUB_ORGANIZATION, or rename the repository in config.`,
        );
    }
}

interface Tree {
    /** Object names of all files that are known to be there. */
    readonly blobs: ReadonlyMap<string, string>;
    /** Whether a file that is not among them is not there. */
    readonly whole: boolean;
}

async function lookUpTree(args: github.GetTreeArgs, options: pulumi.InvokeOptions): Promise<Tree> {
    try {
        const { entries } = await github.getTree(args, options);
        const files = entries.filter((entry) => entry.type === "blob");
        return {
            blobs: new Map(files.map(({ path, sha }) => [path, sha])),
            whole: entries.length < TREE_IS_SURELY_WHOLE_BELOW,
        };
    } catch (error) {
        switch (statusOf(error)) {
            // "Git Repository is empty."
            case 409:
                return { blobs: new Map(), whole: true };
            // The branch is not found by that name: nothing is known, so each file is asked for.
            case 404:
                return { blobs: new Map(), whole: false };
            default:
                throw error;
        }
    }
}

/** Content of a file, if it is there. */
async function readFile(
    at: { readonly repository: string; readonly branch: string; readonly path: string },
    options: pulumi.InvokeOptions,
): Promise<string | undefined> {
    const { repository, branch, path: file } = at;
    const found = await absentIf(404, () =>
        github.getRepositoryFile({ repository, file, branch }, options),
    );
    return found?.sha ? found.content : undefined;
}

/** The object name Git gives a file's content, by which two versions are told apart unread. */
export function blobSha(content: string): string {
    const bytes = Buffer.from(content);
    return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
