import { z } from "zod";

import { setCommand } from "../command";
import { baseUrlFix } from "../gitHubHost";
import { key, type Setting } from "../key";
import { kubeconfig, readKubeconfig, usualContext } from "../kubeconfig";
import { githubOwner } from "../names";
import { token } from "../secrets";
import { githubBaseUrl } from "../urls";

/** Where on GitHub, and as whom. */
export const githubKeys = {
    githubOwner: key<string>({
        description: "User or organisation that owns the repository.",
        allowed: "a GitHub user or organisation",
        example: { value: "acme" },
        schema: githubOwner,
    }),
    githubToken: key<string>({
        description:
            "Token that makes the repository, its files and its keys: classic with the scopes " +
            "`repo` and `workflow`, and `delete_repo` if destroy may delete the repository.",
        allowed: "a personal access token",
        secret: true,
        example: { value: "ghp_…" },
        schema: token,
    }),
    githubBaseUrl: key<string>({
        description: "Base URL of a GitHub Enterprise.",
        allowed: "an absolute https URL; http too if the host is not GitHub's own",
        default: "github.com",
        example: { value: "https://github.example.com/" },
        fix: baseUrlFix,
        schema: githubBaseUrl,
    }),
};

/** Which cluster. */
export const clusterKeys = {
    kubeconfig: key<string>({
        description: "Content of a kubeconfig file, not its path.",
        allowed: "YAML with clusters, contexts and users",
        default: "the ambient one: `KUBECONFIG` or `~/.kube/config`",
        secret: true,
        example: { value: "< ~/.kube/config" },
        schema: kubeconfig,
    }),
    kubeContext: key<string>({
        description: "Context in the kubeconfig.",
        allowed: "the name of a context",
        default: "the kubeconfig's current one",
        example: { value: "my-cluster" },
        fix: contextFix,
        schema: z.string().regex(/^[^\s\p{Cc}]+$/u, "has spaces or control characters"),
    }),
};

function contextFix({ stack, values }: Setting): string[] {
    const config = readKubeconfig(values["kubeconfig"] ?? "");
    const value = (config && usualContext(config)) ?? "my-cluster";
    return [setCommand({ stack, key: "kubeContext", value })];
}
