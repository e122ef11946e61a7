import * as pulumi from "@pulumi/pulumi";

/** One question to GitHub, for messages. */
export interface Question {
    /** What is asked for: `list the deploy keys of acme/shop`. */
    readonly what: string;
    /** GitHub's host. */
    readonly host: string;
    /** Permission of a fine-grained token that it takes: `Administration: read`. */
    readonly permission: string;
}

/**
 * The provider's requests have no deadline of their own, or one of twenty minutes. Longer than the
 * minute that GitHub asks clients to wait who have been too quick.
 */
const DEADLINE_SECONDS = 120;

/**
 * Asks GitHub through the provider. Where it refuses, or does not answer, it is said what to do.
 *
 * @param deadlineSeconds how long it is waited for
 * @throws RunError whatever the provider's error was
 */
export async function ask<T>(
    question: Question,
    call: () => Promise<T>,
    deadlineSeconds = DEADLINE_SECONDS,
): Promise<T> {
    try {
        return await inTime(question, call(), deadlineSeconds);
    } catch (error) {
        throw explained(question, error);
    }
}

/** The answer, or nothing where GitHub answers with this status: 404 is "no such thing". */
export async function absentIf<T>(status: number, call: () => Promise<T>): Promise<T | undefined> {
    try {
        return await call();
    } catch (error) {
        if (statusOf(error) === status) {
            return undefined;
        }
        throw error;
    }
}

/** Status of GitHub's answer, from the provider's words: `GET https://…: 404 Not Found []`. */
export function statusOf(error: unknown): number | undefined {
    const status = wordsOf(error)?.slice(0, 3);
    return status === undefined ? undefined : Number(status);
}

/** `404 Not Found` of the same. */
function wordsOf(error: unknown): string | undefined {
    return /: (\d{3} .*?)(?: \[[^\n]*\])?$/m.exec(String(error))?.[1];
}

function explained({ what, host, permission }: Question, error: unknown): unknown {
    const words = wordsOf(error) ?? "";
    switch (statusOf(error)) {
        case 401:
            return new pulumi.RunError(
                `GitHub at ${host} does not accept the token in githubToken (${words}): it is ` +
                    `mistyped, has expired or was revoked. Set another one: ` +
                    `pulumi config set --secret githubToken.`,
            );
        case 403:
            return new pulumi.RunError(
                `GitHub at ${host} refuses to ${what} (${words}). A fine-grained token needs the ` +
                    `permission "${permission}", and the repository among those it is for; a ` +
                    `classic one the scope repo. Where an organisation has single sign-on, the ` +
                    `token has to be authorised for it. Change it at https://${host}/settings/tokens.`,
            );
        default:
            // Told as it comes, the engine prints the whole error object around it.
            return isProviders(error)
                ? new pulumi.RunError(
                      `GitHub at ${host} could not be asked to ${what}: ${lastLine(error)}. If it ` +
                          `has a bad day (https://www.githubstatus.com), run the command again.`,
                  )
                : error;
    }
}

function isProviders(error: unknown): boolean {
    return String(error).includes("invocation of github:");
}

/** `Get "https://…": dial tcp …`: the provider lists its errors, and there is one. */
function lastLine(error: unknown): string {
    const text = String(error).trim();
    return (/^\s*\* (.*)$/m.exec(text)?.[1] ?? text).replace(/ \[\]$/, "");
}

function inTime<T>({ what, host }: Question, answer: Promise<T>, seconds: number): Promise<T> {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
            reject(
                new pulumi.RunError(
                    `GitHub at ${host} has not answered within ${seconds} seconds, asked to ` +
                        `${what}. The token's requests may be used up (gh api rate_limit), or a proxy ` +
                        `holds them. Stop the run with Ctrl-C, and start it again.`,
                ),
            );
        }, seconds * 1000);
        answer.then(resolve, reject).finally(() => {
            clearTimeout(timer);
        });
    });
}
