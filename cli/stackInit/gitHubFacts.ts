import { z } from "zod";

import { CommandFailed, run } from "../wait/run";

/** Where a token can be had from. Its value never leaves this program but for GitHub. */
export interface FoundToken {
    readonly value: string;
    /** `config` if the stack has it; else a command that prints it, for a pipe. */
    readonly from: "config" | { readonly command: string };
}

/** What GitHub has. */
export interface GitHubFacts {
    /** `found`, `none` or why it is not known. */
    readonly repository:
        | { readonly is: "there"; readonly isOurs: boolean; readonly fullName: string }
        | { readonly is: "absent" }
        | { readonly is: "unknown"; readonly why: string };
    /** Scopes of a classic token; nothing if GitHub does not tell. */
    readonly scopes?: readonly string[];
}

export interface RepositoryQuestion {
    /** Root of the REST API. */
    readonly api: string;
    readonly owner: string;
    readonly name: string;
    readonly appName: string;
}

/** As components/ have it: the description by which the program knows its own repository. */
export function ourDescription(appName: string): string {
    return `GitOps repository of ${appName}, kept by argocd-image-drift`;
}

const repository = z.object({ full_name: z.string(), description: z.string().nullish() });

/** Longest wait for GitHub's answer. */
const TIMEOUT_MILLISECONDS = 15_000;

/**
 * A token of the user's, in the order in which `gh` looks for one.
 *
 * @param host of GitHub: `github.com`
 */
export async function findToken(
    host: string,
    environment: NodeJS.ProcessEnv = process.env,
): Promise<FoundToken | undefined> {
    // A token for github.com is not for other servers to see.
    const isHosted = host === "github.com" || host.endsWith(".ghe.com");
    const names = isHosted
        ? ["GH_TOKEN", "GITHUB_TOKEN"]
        : ["GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"];
    for (const name of names) {
        const value = environment[name];
        if (value !== undefined && value !== "") {
            return { value, from: { command: `printenv ${name}` } };
        }
    }
    const args = ["auth", "token", ...(host === "github.com" ? [] : ["--hostname", host])];
    try {
        const value = (await run("gh", args)).trim();
        return value === "" ? undefined : { value, from: { command: `gh ${args.join(" ")}` } };
    } catch (error) {
        if (error instanceof CommandFailed) {
            return undefined;
        }
        throw error;
    }
}

/** Asks for the repository, and nothing else. */
export async function lookAtGitHub(
    { api, owner, name, appName }: RepositoryQuestion,
    token: string,
): Promise<GitHubFacts> {
    let answer: Response;
    try {
        answer = await fetch(`${api}/repos/${owner}/${name}`, {
            headers: { authorization: `Bearer ${token}`, accept: "application/vnd.github+json" },
            signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
        });
    } catch (error) {
        return unknown(`${new URL(api).host} cannot be reached: ${reasonOf(error)}`);
    }
    const header = answer.headers.get("x-oauth-scopes") ?? "";
    const scopes = header
        .split(",")
        .map((scope) => scope.trim())
        .filter((scope) => scope !== "");
    return { ...(await readAnswer(answer, appName)), ...(scopes.length > 0 && { scopes }) };
}

async function readAnswer(answer: Response, appName: string): Promise<GitHubFacts> {
    if (answer.status === 200) {
        const { full_name: fullName, description } = repository.parse(await answer.json());
        const isOurs = description === ourDescription(appName);
        return { repository: { is: "there", isOurs, fullName } };
    }
    await answer.body?.cancel();
    switch (answer.status) {
        case 404:
            return { repository: { is: "absent" } };
        case 401:
            return unknown("GitHub does not accept the token");
        default:
            return unknown(`GitHub answered with status ${answer.status}`);
    }
}

function unknown(why: string): GitHubFacts {
    return { repository: { is: "unknown", why } };
}

/** Node wraps what went wrong on the network. */
function reasonOf(error: unknown): string {
    const { cause, message } = error as Error;
    return cause instanceof Error ? cause.message : message;
}
