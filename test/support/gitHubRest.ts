/** Answers of GitHub's REST API as the provider's function `getRestApi` hands them on. */

/** What GitHub says of the token, and of whom it belongs to. */
export interface TokenState {
    /** User whose token it is; `null`: an App's own, which has none. `developer` if absent. */
    readonly login?: string | null;
    /** `null`: no classic token, whose scopes GitHub tells. All that are ever needed if absent. */
    readonly scopes?: readonly string[] | null;
    /** Whether the user may administer the repository; `true` if absent. */
    readonly isAdmin?: boolean;
    /** Whether the owner in configuration is an organisation; `true` if absent. */
    readonly ownerIsOrganization?: boolean;
    /** Whether that organisation allows deploy keys; it does not tell if absent. */
    readonly allowsDeployKeys?: boolean;
    /** Whether the repository is private; `true` if absent. */
    readonly isPrivate?: boolean;
}

const ALL_SCOPES = ["admin:repo_hook", "delete_repo", "repo", "workflow"];

type RestAnswer = Record<string, unknown>;

/** @param hooks the repository's webhooks, as GitHub lists them */
export function restAnswer(
    endpoint: string,
    token: TokenState,
    hooks: readonly unknown[],
): RestAnswer {
    const { login = "developer", scopes = ALL_SCOPES, ownerIsOrganization = true } = token;
    const headers = scopes === null ? {} : { "X-Oauth-Scopes": [scopes.join(", ")] };
    const found = (body: unknown): RestAnswer => ({
        endpoint,
        code: 200,
        body: JSON.stringify(body),
        headers: JSON.stringify({ Server: ["github.com"], ...headers }),
    });
    if (endpoint === "user") {
        return login === null ? refused("user", "403 Resource not accessible") : found({ login });
    }
    if (endpoint.startsWith("orgs/")) {
        const body = {
            login: endpoint.slice("orgs/".length),
            deploy_keys_enabled_for_repositories: token.allowsDeployKeys,
        };
        return ownerIsOrganization ? found(body) : { ...found({}), code: 404 };
    }
    if (/\/hooks(\?|$)/.test(endpoint)) {
        return found(hooks);
    }
    if (/^repos\/[^/]+\/[^/]+$/.test(endpoint)) {
        const { isPrivate = true, isAdmin = true } = token;
        return found({ private: isPrivate, permissions: { admin: isAdmin, pull: true } });
    }
    throw new Error(`The test has no answer for ${endpoint}.`);
}

/** The words in which the provider hands GitHub's refusals on. */
function refused(endpoint: string, status: string): never {
    throw Object.assign(new Error(), {
        details: `1 error occurred:\n\t* GET https://api.github.com/${endpoint}: ${status} []\n\n`,
    });
}
