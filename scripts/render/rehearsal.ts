/**
 * Runs the program itself with a recorder in the engine's place: what is rendered is what would be
 * registered, because nothing else decides it.
 */
import * as pulumi from "@pulumi/pulumi";

import program from "../../index";
import type { Source } from "../../stacks/config/parse";
import { secretStandIn } from "./standIns";

const PROJECT = "argocd-image-drift";

/** One resource the program registers, with stand-ins for secrets. */
export interface Registered {
    /** Type token: `kubernetes:core/v1:Secret`. */
    readonly type: string;
    readonly name: string;
    readonly inputs: Readonly<Record<string, unknown>>;
}

export interface Rehearsal {
    readonly resources: readonly Registered[];
    readonly outputs: Readonly<Record<string, unknown>>;
}

/**
 * Everything a stack registers on an empty cluster, with a repository that is empty, or seeded by
 * its owner if the stack joins it.
 *
 * @throws RunError with all problems of the configuration
 */
export async function rehearse(source: Source): Promise<Rehearsal> {
    const resources: Registered[] = [];
    const { repositoryMode = "", githubOwner = "" } = source.values;
    const owner = ["join", "adopt"].includes(repositoryMode) ? githubOwner : undefined;
    const mocks = recorder(resources, owner);
    await pulumi.runtime.setMocks(mocks, PROJECT, source.stack, false, "organization");
    pulumi.runtime.setAllConfig(
        Object.fromEntries(
            Object.entries(source.values).map(([key, value]) => [`${PROJECT}:${key}`, value]),
        ),
        [...source.secretKeys].map((key) => `${PROJECT}:${key}`),
    );
    const result = await pulumi.runtime.runInPulumiStack(program);
    await pulumi.runtime.disconnect();
    // Registration is asynchronous; what is rendered twice is to be the same.
    resources.sort((a, b) => (identity(a) < identity(b) ? -1 : 1));
    return { resources, outputs: await plain(result) };
}

function identity({ type, name }: Registered): string {
    return `${type} ${name}`;
}

/** @param owner owner of the repository, if there is one already */
function recorder(resources: Registered[], owner: string | undefined): pulumi.runtime.Mocks {
    return {
        newResource: ({ type, name, inputs, id }) => {
            const record = withoutSecretMarks(inputs) as Record<string, unknown>;
            // With an identifier it is only read: the cluster has it already.
            const isRead = id !== undefined && id !== "" && type.startsWith("kubernetes:");
            const isOurs = type.startsWith("pulumi:") || type.startsWith(`${PROJECT}:`);
            if (!isRead && !isOurs) {
                resources.push({ type, name, inputs: record });
            }
            const made = id === undefined || id === "" ? `${name}-id` : id;
            // What is read of an installation that is joined says nothing against it.
            const read = isRead ? { metadata: { name: id } } : {};
            return { id: made, state: { ...record, ...read, ...generated(type, name) } };
        },
        call: ({ token, inputs }) => answer(token, inputs as object, owner),
    };
}

/** What providers make up, and what they find. */
function generated(type: string, name: string): Record<string, unknown> {
    switch (type) {
        case "tls:index/privateKey:PrivateKey":
            return {
                privateKeyOpenssh: secretStandIn(name),
                publicKeyOpenssh: `ssh-ed25519 PUBLIC-HALF-OF-${name}`,
            };
        case "random:index/randomPassword:RandomPassword":
            return { result: secretStandIn(name) };
        // As it is read at the end of the first `up`.
        case "kubernetes:argoproj.io/v1alpha1:Application":
            return { status: { sync: { status: "Synced" }, health: { status: "Progressing" } } };
        default:
            return {};
    }
}

/** What GitHub would answer. */
function answer(
    token: string,
    inputs: { readonly name?: string; readonly endpoint?: string },
    owner: string | undefined,
): Record<string, unknown> {
    switch (token) {
        case "github:index/getRepository:getRepository":
            return {
                fullName: owner === undefined ? "" : `${owner}/${inputs.name ?? ""}`,
                description: "",
                defaultBranch: "main",
            };
        case "github:index/getTree:getTree":
            return { entries: [] };
        case "github:index/getRepositoryDeployKeys:getRepositoryDeployKeys":
            return { keys: [] };
        case "github:index/getRestApi:getRestApi":
            return { code: 200, headers: "{}", body: JSON.stringify(restBody(inputs)) };
        default:
            throw new Error(`The rehearsal has no answer to ${token}.`);
    }
}

/** Nothing that stands against the run. */
function restBody({ endpoint = "" }: { readonly endpoint?: string }): unknown {
    if (/\/hooks\b/.test(endpoint)) {
        return [];
    }
    return endpoint === "user" ? { login: "somebody" } : { private: true };
}

function withoutSecretMarks(value: unknown): unknown {
    if (pulumi.runtime.isRpcSecret(value)) {
        return withoutSecretMarks(pulumi.runtime.unwrapRpcSecret(value) as unknown);
    }
    if (Array.isArray(value)) {
        return value.map(withoutSecretMarks);
    }
    return typeof value === "object" && value !== null
        ? Object.fromEntries(
              Object.entries(value).map(([key, item]) => [key, withoutSecretMarks(item)]),
          )
        : value;
}

function plain(outputs: pulumi.Inputs | undefined): Promise<Record<string, unknown>> {
    return new Promise((resolve) => {
        pulumi.output(outputs ?? {}).apply((value) => {
            resolve(value);
        });
    });
}
