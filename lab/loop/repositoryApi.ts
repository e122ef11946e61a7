import * as yaml from "yaml";
import { z } from "zod";

const file = z.object({ content: z.string() });
const commits = z.array(
    z.object({
        sha: z.string(),
        commit: z.object({ message: z.string(), committer: z.object({ name: z.string() }) }),
    }),
);
const single = z.object({ commit: z.object({ message: z.string() }) });
const keys = z.array(z.object({ id: z.number(), title: z.string() }));
const blob = z.object({ sha: z.string() });
const tree = z.object({
    tree: z.array(z.object({ path: z.string(), type: z.string(), sha: z.string() })),
});
const kustomization = z.object({
    images: z.array(
        z.object({
            name: z.string(),
            newTag: z.string().optional(),
            digest: z.string().optional(),
        }),
    ),
});

const hooks = z.array(
    z.object({
        id: z.number(),
        active: z.boolean(),
        events: z.array(z.string()),
        config: z.looseObject({ url: z.string() }),
    }),
);

const pulls = z.array(
    z.object({
        number: z.number(),
        state: z.enum(["open", "closed"]),
        draft: z.boolean(),
        title: z.string(),
        body: z.string().nullable(),
        user: z.object({ login: z.string() }),
        merged_at: z.string().nullable(),
        head: z.object({ ref: z.string(), sha: z.string() }),
        base: z.object({ ref: z.string() }),
    }),
);

const issues = z.array(
    z.object({
        number: z.number(),
        state: z.enum(["open", "closed"]),
        title: z.string(),
        body: z.string(),
        comments: z.number(),
    }),
);

const opened = z.object({ number: z.number() });

const numbered = z.array(z.object({ id: z.number() }));

const comments = z.array(z.object({ body: z.string() }));

export type Issue = z.output<typeof issues>[number];

export type PullRequest = z.output<typeof pulls>[number];

export type Hook = z.output<typeof hooks>[number];

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Commit {
    readonly sha: string;
    readonly message: string;
    readonly committer: string;
}

/** A repository through the REST API, as any user of it sees it. */
export class RepositoryApi {
    constructor(
        /** `https://git.lab/api/v3` */
        private readonly root: string,
        private readonly token: string,
        /** `owner/name` */
        readonly fullName: string,
    ) {}

    /** The tag an overlay gives an image, or `tag@digest`; empty if it names none. */
    async overlayTag(overlay: string, image: string): Promise<string> {
        return (await this.overlayTags(overlay))[image] ?? "";
    }

    /** The tag an overlay gives each image it names, or `tag@digest`. */
    async overlayTags(overlay: string): Promise<Readonly<Record<string, string>>> {
        const text = await this.fileText(`manifests/overlays/${overlay}/kustomization.yaml`);
        const { images } = kustomization.parse(yaml.parse(text));
        return Object.fromEntries(
            images.map(({ name, newTag, digest }) => [
                name,
                [newTag, digest].filter((part) => part !== undefined).join("@"),
            ]),
        );
    }

    async fileText(path: string): Promise<string> {
        const { content } = file.parse(await this.get(`contents/${path}`));
        return Buffer.from(content, "base64").toString();
    }

    /** Commits that touched a path, newest first. */
    async commits(path = ""): Promise<Commit[]> {
        const query = path === "" ? "" : `?path=${encodeURIComponent(path)}`;
        return commits.parse(await this.get(`commits${query}`)).map(({ sha, commit }) => ({
            sha,
            message: commit.message,
            committer: commit.committer.name,
        }));
    }

    /** What a commit says, of whatever branch. */
    async messageOf(sha: string): Promise<string> {
        return single.parse(await this.get(`commits/${sha}`)).commit.message;
    }

    /** Takes the deploy key of that title away, as a person in the browser would. */
    async deleteDeployKey(title: string): Promise<void> {
        const key = keys.parse(await this.call("GET", "keys")).find((one) => one.title === title);
        if (!key) {
            throw new Error(`there is no deploy key "${title}"`);
        }
        await this.call("DELETE", `keys/${key.id}`);
    }

    /** All pull requests, newest first. */
    async pulls(): Promise<PullRequest[]> {
        return pulls.parse(await this.get("pulls?state=all&per_page=100"));
    }

    /** All issues, newest first; pull requests are among them. */
    async issues(): Promise<Issue[]> {
        return issues.parse(await this.get("issues?state=all&per_page=100"));
    }

    /** Closes an issue or opens it again, as a person in the browser would. */
    async setIssueState(number: number, state: Issue["state"]): Promise<void> {
        await this.call("PATCH", `issues/${number}`, { state });
    }

    /** What was said below an issue or a pull request, oldest first. */
    async commentsOf(number: number): Promise<string[]> {
        const all = await this.get(`issues/${number}/comments?per_page=100`);
        return comments.parse(all).map(({ body }) => body);
    }

    /** Asks for a branch to be merged; the number of the pull request. */
    async openPull(title: string, head: string, base: string): Promise<number> {
        return opened.parse(await this.call("POST", "pulls", { title, head, base })).number;
    }

    /** Merges a pull request, as a reviewer would. */
    async mergePull(number: number, method: "merge" | "squash" = "merge"): Promise<void> {
        await this.call("PUT", `pulls/${number}/merge`, { merge_method: method });
    }

    /** Reports that a check of a commit has passed, as a job of Actions does. */
    async passCheck(sha: string, name: string): Promise<void> {
        await this.call("POST", "check-runs", { name, head_sha: sha, conclusion: "success" });
    }

    /** The repository's webhooks. */
    async hooks(): Promise<Hook[]> {
        return hooks.parse(await this.get("hooks"));
    }

    /** Has GitHub sign what it sends to each webhook with a secret, as set by hand in the browser. */
    async setHookSecrets(secretFor: (hook: Hook) => string): Promise<void> {
        for (const hook of await this.hooks()) {
            // GitHub replaces the configuration as a whole.
            const config = { ...hook.config, secret: secretFor(hook) };
            await this.call("PATCH", `hooks/${hook.id}`, { config });
        }
    }

    /** Takes all of that kind away, as a person in the browser would. */
    async deleteAll(kind: "hooks" | "rulesets"): Promise<void> {
        for (const { id } of numbered.parse(await this.get(kind))) {
            await this.call("DELETE", `${kind}/${id}`);
        }
    }

    /** Makes the repository, as its owner would by hand. */
    async create(settings: Readonly<Record<string, unknown>>): Promise<void> {
        const [owner = ""] = this.fullName.split("/");
        await this.request("POST", `orgs/${owner}/repos`, settings);
    }

    /** Gives it a ruleset that forbids to delete its branch, an environment, and topics. */
    async guard(name: string, topics: readonly string[]): Promise<void> {
        await this.call("POST", "rulesets", {
            name,
            target: "branch",
            enforcement: "active",
            conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
            rules: [{ type: "deletion" }],
        });
        await this.call("PUT", `environments/${name}`, { wait_timer: 5 });
        await this.call("PUT", "topics", { names: topics });
    }

    /** Writes a file, over one that is there. */
    async putFile(path: string, content: string): Promise<void> {
        const sha = (await this.blobs())[path];
        await this.call("PUT", `contents/${path}`, {
            message: path,
            content: Buffer.from(content).toString("base64"),
            ...(sha !== undefined && { sha }),
        });
    }

    /** Puts a file at another path, in two commits. */
    async moveFile(from: string, to: string): Promise<void> {
        await this.putFile(to, await this.fileText(from));
        const { sha } = blob.parse(await this.get(`contents/${from}`));
        await this.call("DELETE", `contents/${from}`, { message: `Move ${from}`, sha });
    }

    /** Git's names of what all files hold, by path. */
    async blobs(): Promise<Readonly<Record<string, string>>> {
        const entries = tree.parse(await this.get("git/trees/HEAD?recursive=1")).tree;
        const files = entries.filter(({ type }) => type === "blob");
        return Object.fromEntries(files.map(({ path, sha }) => [path, sha]));
    }

    async delete(): Promise<void> {
        await this.request("DELETE", `repos/${this.fullName}`);
    }

    private get(path: string): Promise<unknown> {
        return this.call("GET", path);
    }

    private call(method: Method, path: string, body?: object): Promise<unknown> {
        return this.request(method, `repos/${this.fullName}/${path}`, body);
    }

    private async request(method: Method, path: string, body?: object): Promise<unknown> {
        const response = await fetch(`${this.root}/${path}`, {
            method,
            headers: {
                authorization: `Bearer ${this.token}`,
                ...(body && { "content-type": "application/json" }),
            },
            ...(body && { body: JSON.stringify(body) }),
            signal: AbortSignal.timeout(10_000),
        });
        if (!response.ok) {
            throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
        }
        return response.status === 204 ? undefined : response.json();
    }
}
