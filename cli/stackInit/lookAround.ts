import { apiUrl, gitHost } from "../../stacks/config/urls";
import { DEFAULT_ARGO_NAMESPACE } from "../wait/environment";
import { type ClusterFacts, lookAtCluster } from "./clusterFacts";
import { configured, type Engine, type NoEngine, lookAtEngine } from "./engine";
import type { Findings, Settings } from "./facts";
import { findToken, type FoundToken, type GitHubFacts, lookAtGitHub } from "./gitHubFacts";
import { DEFAULT_APP_NAME, repositoryName } from "./owners";

/**
 * Asks Pulumi, the cluster and GitHub what there is.
 *
 * @param stack as the user has named it
 */
export async function lookAround(stack: string, settings: Settings): Promise<Findings> {
    const engine = await lookAtEngine(stack);
    const [cluster, token] = await Promise.all([
        clusterOf(stack, settings, engine),
        tokenOf(stack, settings, engine),
    ]);
    return {
        engine,
        ...(cluster && { cluster }),
        gitHub: await gitHubOf(settings, token),
        ...(token && { token }),
    };
}

async function clusterOf(
    stack: string,
    settings: Settings,
    engine: Engine | NoEngine,
): Promise<ClusterFacts | undefined> {
    const { kubeContext } = settings;
    const kubeconfig = await secretOf(stack, "kubeconfig", settings, engine);
    if (kubeconfig === undefined && (kubeContext === undefined || settings.kubeconfig)) {
        return undefined;
    }
    return lookAtCluster(
        { ...(kubeconfig && { kubeconfig }), ...(kubeContext && { kubeContext }) },
        settings.argoCdNamespace ?? DEFAULT_ARGO_NAMESPACE,
    );
}

async function tokenOf(
    stack: string,
    settings: Settings,
    engine: Engine | NoEngine,
): Promise<FoundToken | undefined> {
    const own = await secretOf(stack, "githubToken", settings, engine);
    if (own !== undefined) {
        return { value: own, from: "config" };
    }
    const { githubBaseUrl } = settings;
    return isUsable(githubBaseUrl) ? findToken(gitHost(githubBaseUrl)) : undefined;
}

async function gitHubOf(settings: Settings, token: FoundToken | undefined): Promise<GitHubFacts> {
    const { githubOwner: owner, githubBaseUrl, appName = DEFAULT_APP_NAME } = settings;
    if (owner === undefined || !isUsable(githubBaseUrl)) {
        return { repository: { is: "unknown", why: "its owner or server is not known" } };
    }
    if (token === undefined) {
        return { repository: { is: "unknown", why: "for want of a token" } };
    }
    const api = apiUrl(githubBaseUrl) ?? "https://api.github.com";
    return lookAtGitHub({ api, owner, name: repositoryName(settings), appName }, token.value);
}

/** A secret that the stack's configuration has, and that can be decrypted. */
async function secretOf(
    stack: string,
    key: "kubeconfig" | "githubToken",
    settings: Settings,
    engine: Engine | NoEngine,
): Promise<string | undefined> {
    const isThere = settings[key] !== undefined && !("why" in engine) && engine.stack !== undefined;
    return isThere ? configured(stack, key) : undefined;
}

/** The configuration's check says what is wrong with it. */
function isUsable(baseUrl: string | undefined): boolean {
    return baseUrl === undefined || URL.canParse(baseUrl);
}
