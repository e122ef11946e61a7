import { z } from "zod";

import { CommandFailed, run } from "../wait/run";

/** Pulumi, and the backend it is logged in to. */
export interface Engine {
    /** `file://~`, `s3://…`, `https://app.pulumi.com/acme` */
    readonly backend: string;
    readonly user: string;
    /** Whether the stack is there, and if so, whether anything is in it. */
    readonly stack?: { readonly isEmpty: boolean };
}

/** Why there is no engine to talk to. */
export interface NoEngine {
    readonly why: "not installed" | "not logged in" | "no answer";
    /** Pulumi's own words. */
    readonly said: string;
}

/** What Pulumi says where nobody has told it a backend: it takes Pulumi Cloud to be meant. */
const NO_LOGIN = /PULUMI_ACCESS_TOKEN must be set|not logged in|requires logging in/i;

const identity = z.object({ user: z.string(), url: z.string() });
const stacks = z.array(z.object({ name: z.string(), resourceCount: z.number().default(0) }));

/** @param stack as the user has named it */
export async function lookAtEngine(stack: string): Promise<Engine | NoEngine> {
    try {
        await pulumi("version");
    } catch (error) {
        return { why: "not installed", said: wordsOf(error) };
    }
    try {
        const { user, url } = identity.parse(JSON.parse(await pulumi("whoami", "--json")));
        const found = stacks
            .parse(JSON.parse(await pulumi("stack", "ls", "--json")))
            .find(({ name }) => isSame(name, stack));
        return {
            backend: withoutCredentials(url),
            user,
            ...(found && { stack: { isEmpty: found.resourceCount === 0 } }),
        };
    } catch (error) {
        const said = wordsOf(error);
        return { why: NO_LOGIN.test(said) ? "not logged in" : "no answer", said };
    }
}

/** Whether secrets are encrypted by Pulumi Cloud, if nothing else is said. */
export function encryptsItself(backend: string): boolean {
    return /^https?:/.test(backend);
}

/** Whether state is kept on this machine. */
export function isLocal(backend: string): boolean {
    return backend.startsWith("file:");
}

/**
 * Makes the stack. One that an organisation has under the same name is there already.
 *
 * @returns Pulumi's own words if it would not
 */
export async function makeStack(
    stack: string,
    secretsProvider: string | undefined,
): Promise<string | undefined> {
    const provider = secretsProvider === undefined ? [] : ["--secrets-provider", secretsProvider];
    try {
        await pulumi("stack", "init", stack, ...provider);
        return undefined;
    } catch (error) {
        const words = wordsOf(error);
        return / already exists/.test(words) ? undefined : words;
    }
}

/** A value of the stack's configuration, decrypted; nothing if it cannot be read. */
export async function configured(stack: string, key: string): Promise<string | undefined> {
    try {
        return (await pulumi("config", "get", key, "--stack", stack)).trim() || undefined;
    } catch (error) {
        if (error instanceof CommandFailed) {
            return undefined;
        }
        throw error;
    }
}

function pulumi(...args: string[]): Promise<string> {
    return run("pulumi", [...args, "--non-interactive"]);
}

/** `pulumi stack ls` qualifies the names of other organisations' stacks only. */
function isSame(listed: string, stack: string): boolean {
    return listed === stack || (!listed.includes("/") && stack.split("/").at(-1) === listed);
}

/** Buckets of some servers are named with a user and a password. */
function withoutCredentials(text: string): string {
    return text.replaceAll(/\/\/[^/@\s"]*@/g, "//");
}

function wordsOf(error: unknown): string {
    if (error instanceof CommandFailed) {
        return withoutCredentials(error.said.replace(/^error: /, ""));
    }
    throw error;
}
