import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

import { absentIf, ask } from "./gitHubAnswers";
import { lackingScopes, type RepositoryAccess, scopesIn } from "./tokenScopes";

export interface AccessArgs {
    /** GitHub's host. */
    readonly host: string;
    /** User or organisation. */
    readonly owner: string;
    /** Name of the repository. */
    readonly name: string;
    /** Whether the repository is there. */
    readonly exists: boolean;
    readonly access: RepositoryAccess;
}

const user = z.object({ login: z.string() });

const repository = z.object({
    private: z.boolean(),
    permissions: z.object({ admin: z.boolean() }).optional(),
});

const organization = z.object({
    /** Told to members only. */
    deploy_keys_enabled_for_repositories: z.boolean().default(true),
});

/** What one question to GitHub has brought. */
interface Answer {
    /** Nothing where there is no such thing. */
    readonly body?: unknown;
    /** Scopes of the token; nothing if GitHub does not tell. */
    readonly scopes: readonly string[] | undefined;
}

/**
 * Refuses what GitHub would refuse half-way: an owner that is not there, an organisation without
 * deploy keys, a token that lacks scopes, a user without admin rights. One call if the repository is there; else one or two.
 *
 * Of fine-grained tokens GitHub tells nothing beforehand: what they may not do, it says when they
 * do it. Nor does it tell whether an organisation allows its members to make repositories.
 *
 * @throws RunError with everything that is missing, and how to mend it
 */
export async function checkAccess(args: AccessArgs, provider: github.Provider): Promise<void> {
    const problems = args.exists
        ? await problemsOfRepository(args, provider)
        : await problemsOfOwner(args, provider);
    if (problems.length > 0) {
        throw new pulumi.RunError(problems.join("\n"));
    }
}

async function problemsOfRepository(
    args: AccessArgs,
    provider: github.Provider,
): Promise<string[]> {
    const full = `${args.owner}/${args.name}`;
    const { body, scopes } = await read(args, `repos/${full}`, `show ${full}`, provider);
    if (body === undefined) {
        return [];
    }
    const { private: isPrivate, permissions } = repository.parse(body);
    const problems = problemsOfScopes(args, scopes, !isPrivate);
    // Of other tokens, this is about the user or the App and not about the token.
    if (scopes !== undefined && permissions?.admin === false) {
        problems.push(
            `The user of the token in githubToken has no admin rights on ${full}, which deploy ` +
                `keys and settings need. Give them the role Admin at ` +
                `https://${args.host}/${full}/settings/access, or set the token of somebody who ` +
                `has it: pulumi config set --secret githubToken.`,
        );
    }
    return problems;
}

async function problemsOfOwner(args: AccessArgs, provider: github.Provider): Promise<string[]> {
    const { owner, access } = args;
    const { login, scopes } = await lookAtCaller(args, provider);
    const problems = problemsOfScopes(args, scopes, access.visibility === "public");
    if (login?.toLowerCase() === owner.toLowerCase()) {
        return problems;
    }
    const what = `show the organisation ${owner}`;
    const { body } = await read(args, `orgs/${owner}`, what, provider);
    return [...problemsOfOrganization(args, body, login), ...problems];
}

/** @param login the token's user */
function problemsOfOrganization(
    { host, owner }: AccessArgs,
    body: unknown,
    login: string | undefined,
): string[] {
    if (body === undefined) {
        // The provider would take whoever is no organisation for the token's user, and make the
        // repository there.
        const whose = login === undefined ? "the user of the token" : `${login}, whose token it is`;
        return [
            `githubOwner is ${owner}, which is neither an organisation at ${host} nor ${whose}. ` +
                `Nothing can be made there. Set the right one: ` +
                `pulumi config set githubOwner ${login ?? "NAME"}.`,
        ];
    }
    return organization.parse(body).deploy_keys_enabled_for_repositories
        ? []
        : [
              `The organisation ${owner} forbids deploy keys, with which Argo CD reads the ` +
                  `repository. An owner of it can allow them in its settings, under "Deploy keys".`,
          ];
}

/** Whose token it is; the one of an App's installation has no user, and is refused the question. */
async function lookAtCaller(
    { host }: AccessArgs,
    provider: github.Provider,
): Promise<{ readonly login?: string; readonly scopes: Answer["scopes"] }> {
    const question = { what: "tell whose token it is", host, permission: "Metadata: read" };
    const found = await ask(question, () =>
        absentIf(403, () => github.getRestApi({ endpoint: "user" }, { provider })),
    );
    const { body, scopes } = found ? await answer(found, provider) : { scopes: undefined };
    return { ...(body !== undefined && { login: user.parse(body).login }), scopes };
}

function problemsOfScopes(
    { host, owner, name, access }: AccessArgs,
    scopes: Answer["scopes"],
    isPublic: boolean,
): string[] {
    const lacking = scopes === undefined ? [] : lackingScopes(scopes, access, isPublic);
    if (lacking.length === 0) {
        return [];
    }
    return [
        [
            `The token in githubToken lacks what this stack needs for ${owner}/${name}:`,
            ...lacking.map(({ scope, reason }) => `  ${scope} ${reason}`),
            `It has${scopes?.length ? `: ${scopes.join(", ")}` : " none"}. Tick them at https://${host}/settings/tokens; ` +
                `the token stays the same. Or set another one: ` +
                `pulumi config set --secret githubToken.`,
        ].join("\n"),
    ];
}

/** Asks for one thing; what is not there has no body. */
async function read(
    { host }: AccessArgs,
    endpoint: string,
    what: string,
    provider: github.Provider,
): Promise<Answer> {
    const found = await ask({ what, host, permission: "Metadata: read" }, () =>
        github.getRestApi({ endpoint }, { provider }),
    );
    return answer(found, provider);
}

async function answer(
    { code, body, headers }: github.GetRestApiResult,
    { token }: github.Provider,
): Promise<Answer> {
    return {
        body: code === 200 ? (JSON.parse(body) as unknown) : undefined,
        scopes: scopesIn(headers, await isClassic(token)),
    };
}

/** By what it begins with. GitHub has answered it, so that it is known. */
function isClassic(token: pulumi.Output<string | undefined>): Promise<boolean> {
    return new Promise((resolve) => {
        token.apply((value) => {
            resolve(value?.startsWith("ghp_") ?? false);
        });
    });
}
