import * as pulumi from "@pulumi/pulumi";

import program from "../../index";

import { blobSha } from "../../components/repositoryLookup";

import { restAnswer, type TokenState } from "./gitHubRest";
import { Registry, type RegistryOptions } from "./registry";
import { Requests } from "./requests";

/** A working configuration of each stack: keys of `stack` go over those all share. */
const COMMON: Readonly<Record<string, string>> = {
    githubOwner: "Letsgo",
    githubToken: "canary-github-token",
    repositoryName: "letsgo-gitops",
};

const BY_STACK: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    dev: {},
    staging: { repositoryMode: "join", argoCdInstall: "false" },
    prod: { repositoryMode: "join", argoCdInstall: "false" },
};

/** Keys that hold secrets, as the stack files would have them encrypted. */
const SECRET_KEYS = [
    "githubToken",
    "kubeconfig",
    "gitToken",
    "githubAppPrivateKey",
    "registryUsername",
    "registryPassword",
    "appSecrets",
];

/** What GitHub holds in a test: nothing by default. */
export interface GitHubState {
    /** `null`: there is none; absent: there is one unless the stack is the one that makes it. */
    readonly repository?: { readonly description: string; readonly defaultBranch?: string } | null;
    /** The repository that the program makes. */
    readonly made?: { readonly defaultBranch: string };
    readonly files?: Readonly<Record<string, string>>;
    readonly deployKeys?: readonly { id: number; title: string; key: string }[];
    readonly webhooks?: readonly GitHubWebhook[];
    /** Files that the stack's state has. */
    readonly knownFiles?: readonly KnownFile[];
    readonly token?: TokenState;
}

export interface KnownFile {
    readonly repository: string;
    readonly file: string;
}

export interface GitHubWebhook {
    readonly id: number;
    /** Where it sends events. */
    readonly url: string;
    /** Whether the stack's state has it. */
    readonly known: boolean;
}

export interface ProgramOptions extends Omit<RegistryOptions, "stack"> {
    readonly gitHub?: GitHubState;
    /** Is handed the registry before the program starts: for programs that are to fail. */
    readonly installed?: (registry: Registry) => void;
}

export interface ProgramRun {
    readonly registry: Registry;
    readonly requests: Requests;
    readonly outputs: Record<string, unknown>;
}

/** Runs the whole program against mocks, as `pulumi up` or `pulumi preview` of a stack would. */
export async function runProgram(
    stack: string,
    config: Readonly<Record<string, string>> = {},
    options: ProgramOptions = {},
): Promise<ProgramRun> {
    const { gitHub, installed, ...rest } = options;
    const registry = new Registry({
        ...rest,
        stack,
        calls: { ...gitHubCalls(gitHub ?? {}, stack), ...rest.calls },
        // A preview does not know what providers will make up.
        outputs: { ...JOINED, ...(rest.preview ? {} : PROVIDER_OUTPUTS), ...rest.outputs },
    });
    await registry.install();
    const requests = new Requests();
    installed?.(registry);
    const values = { ...COMMON, ...BY_STACK[stack], ...config };
    pulumi.runtime.setAllConfig(
        Object.fromEntries(
            Object.entries(values).map(([key, value]) => [`argocd-image-drift:${key}`, value]),
        ),
        SECRET_KEYS.filter((key) => key in values).map((key) => `argocd-image-drift:${key}`),
    );
    let outputs = {};
    await pulumi.runtime.runInPulumiStack(async () => {
        pulumi.runtime.registerStackTransformation(registry.record);
        outputs = await program();
        return outputs;
    });
    await registry.settle();
    return { registry, requests, outputs: await valuesOf(outputs) };
}

/** The outputs a preview does not know are left out; of secrets the value counts. */
async function valuesOf(outputs: pulumi.Inputs): Promise<Record<string, unknown>> {
    const { runtime } = pulumi;
    const values = await runtime.serializeProperties("outputs", outputs);
    return Object.fromEntries(
        Object.entries(values)
            .filter(([, value]) => value !== runtime.unknownValue)
            .map(([name, value]) => [name, runtime.unwrapRpcSecret(value) as unknown]),
    );
}

/** Answers of the provider's functions: it answers for what is not there as GitHub's own does. */
export function gitHubCalls(
    state: GitHubState,
    stack: string,
): NonNullable<RegistryOptions["calls"]> {
    // Other stacks join a repository that dev has made.
    const usual = stack === "dev" ? null : { description: "", defaultBranch: "main" };
    const repository = state.repository === undefined ? usual : state.repository;
    let asked = false;
    return {
        "github:index/getRepository:getRepository": ({ name }) => {
            // Asked again, the program has made it.
            const there = repository ?? (asked ? { description: "", ...state.made } : null);
            asked = true;
            return there
                ? {
                      name,
                      fullName: `Letsgo/${String(name)}`,
                      description: there.description,
                      defaultBranch: there.defaultBranch ?? "main",
                  }
                : { name };
        },
        "github:index/getTree:getTree": () => ({
            entries: Object.entries(state.files ?? {}).map(([path, content]) => ({
                path,
                type: "blob",
                mode: "100644",
                size: content.length,
                sha: blobSha(content),
            })),
        }),
        "github:index/getRepositoryDeployKeys:getRepositoryDeployKeys": () => ({
            keys: [...(state.deployKeys ?? [])],
        }),
        ...restAndState(state),
        "github:index/getRepositoryFile:getRepositoryFile": ({ file }) => {
            const content = state.files?.[String(file)] ?? "";
            return { content, sha: blobSha(content) };
        },
    };
}

/** The repository's webhooks as GitHub lists them, and what of it the engine knows. */
function restAndState({
    webhooks = [],
    knownFiles = [],
    token = {},
}: GitHubState): NonNullable<RegistryOptions["calls"]> {
    const api = (id: number) => `https://api.github.com/repos/Letsgo/letsgo-gitops/hooks/${id}`;
    return {
        "github:index/getRestApi:getRestApi": ({ endpoint }) =>
            restAnswer(
                String(endpoint),
                token,
                webhooks.map(({ id, url }) => ({ id, url: api(id), config: { url } })),
            ),
        "pulumi:pulumi:readStackResourceOutputs": ({ stackName }) => ({
            name: stackName,
            outputs: {
                ...Object.fromEntries(
                    webhooks
                        .filter(({ known }) => known)
                        .map(({ id }) => [
                            `urn:${id}`,
                            {
                                type: "github:index/repositoryWebhook:RepositoryWebhook",
                                outputs: { url: api(id) },
                            },
                        ]),
                ),
                ...Object.fromEntries(
                    knownFiles.map((outputs) => [
                        `urn:${outputs.repository}/${outputs.file}`,
                        { type: "github:index/repositoryFile:RepositoryFile", outputs },
                    ]),
                ),
            },
        }),
    };
}

/** What stacks that join read of an Argo CD that dev has installed for them. */
const JOINED: NonNullable<RegistryOptions["outputs"]> = {
    "kubernetes:core/v1:Namespace": (_inputs, id) =>
        id === ""
            ? {}
            : {
                  metadata: {
                      name: id,
                      annotations: {
                          "argocd-image-drift/installed-by": "dev",
                          "argocd-image-drift/used-by": "staging,prod",
                      },
                  },
              },
    "kubernetes:core/v1:ConfigMap": (_inputs, id) => {
        const version = id.endsWith("/argocd-cm") ? "v3.4.4" : "v1.2.2";
        return { metadata: { labels: { "app.kubernetes.io/version": version } } };
    },
};

/** What providers add to a resource's inputs. */
export const PROVIDER_OUTPUTS: NonNullable<RegistryOptions["outputs"]> = {
    "tls:index/privateKey:PrivateKey": () => ({
        privateKeyOpenssh: "canary-private-key",
        publicKeyOpenssh: "ssh-ed25519 AAAApublic\n",
    }),
    "random:index/randomPassword:RandomPassword": () => ({ result: "canary-random-password" }),
};
