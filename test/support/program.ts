import * as pulumi from "@pulumi/pulumi";

import program from "../../index";

import { blobSha } from "../../components/repositoryLookup";

import { Registry, type RegistryOptions, valueOf } from "./registry";
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
        outputs: { ...(rest.preview ? {} : PROVIDER_OUTPUTS), ...rest.outputs },
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
    const outputs = await pulumi.runtime.runInPulumiStack(async () => {
        pulumi.runtime.registerStackTransformation(registry.record);
        return await program();
    });
    await registry.settle();
    return {
        registry,
        requests,
        outputs: (await valueOf(pulumi.output(outputs))) as Record<string, unknown>,
    };
}

/** Answers of the provider's functions: it answers for what is not there as GitHub's own does. */
function gitHubCalls(state: GitHubState, stack: string): NonNullable<RegistryOptions["calls"]> {
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
        "github:index/getRepositoryFile:getRepositoryFile": ({ file }) => {
            const content = state.files?.[String(file)] ?? "";
            return { content, sha: blobSha(content) };
        },
    };
}

/** What providers add to a resource's inputs. */
const PROVIDER_OUTPUTS: NonNullable<RegistryOptions["outputs"]> = {
    "tls:index/privateKey:PrivateKey": () => ({
        privateKeyOpenssh: "canary-private-key",
        publicKeyOpenssh: "ssh-ed25519 AAAApublic\n",
    }),
    "random:index/randomPassword:RandomPassword": () => ({ result: "canary-random-password" }),
};
