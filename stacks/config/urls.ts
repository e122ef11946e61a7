import { z } from "zod";

/** An absolute URL without credentials, query and fragment. */
export function absoluteUrl(schemes: readonly string[]) {
    return z.string().superRefine((text, context) => {
        const reason = urlFault(text, schemes);
        if (reason !== undefined) {
            context.addIssue({ code: "custom", message: reason });
        }
    });
}

/**
 * Base URL of GitHub's API, in the form the provider takes: on github.com and *.ghe.com https and
 * no path; on a GitHub Enterprise Server `/api/v3/` may follow.
 */
export const githubBaseUrl: z.ZodType<string, string> = absoluteUrl(["https", "http"]).superRefine(
    (text, context) => {
        const url = parsed(text);
        if (url === undefined) {
            return;
        }
        const hosted = isHostedByGithub(url.hostname);
        const refuse = (message: string) => {
            context.addIssue({ code: "custom", message });
        };
        if (hosted && url.protocol !== "https:") {
            refuse(`is not https, which ${url.hostname} requires`);
        }
        if (!(hosted ? /^\/$/ : /^\/(api\/v3\/?)?$/).test(url.pathname)) {
            refuse(hosted ? "has a path" : "has a path other than /api/v3/");
        }
    },
);

/** The host of Git URLs that belongs to a base URL: the API's may have `api.` before it. */
export function gitHost(baseUrl: string | undefined): string {
    const host = baseUrl === undefined ? "github.com" : new URL(baseUrl).hostname;
    return isHostedByGithub(host) ? host.replace(/^api\./, "") : host;
}

/**
 * Root of the REST API that belongs to a base URL, without a slash at its end; undefined for
 * github.com, whose root everybody knows.
 */
export function apiUrl(baseUrl: string | undefined): string | undefined {
    const host = gitHost(baseUrl);
    if (baseUrl === undefined || host === "github.com") {
        return undefined;
    }
    return isHostedByGithub(host) ? `https://api.${host}` : `${new URL(baseUrl).origin}/api/v3`;
}

/** Whether Git is where it is looked for: at the same host, by https on its usual port. */
export function servesGit(baseUrl: string): boolean {
    const { protocol, port } = new URL(baseUrl);
    return protocol === "https:" && port === "";
}

function isHostedByGithub(host: string): boolean {
    return host === "github.com" || host === "api.github.com" || host.endsWith(".ghe.com");
}

// URL.parse() is not in every Node 20.
function parsed(text: string): URL | undefined {
    return URL.canParse(text) ? new URL(text) : undefined;
}

function urlFault(text: string, schemes: readonly string[]): string | undefined {
    const url = parsed(text);
    if (url === undefined || !schemes.includes(url.protocol.slice(0, -1)) || url.host === "") {
        return `is not an absolute URL with ${schemes.join(" or ")}`;
    }
    if (url.username !== "" || url.password !== "") {
        return "carries credentials";
    }
    return url.search !== "" || url.hash !== "" ? "has a query or a fragment" : undefined;
}
