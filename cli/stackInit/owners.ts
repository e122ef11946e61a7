import type { OtherStack, Settings } from "./facts";

export const DEFAULT_APP_NAME = "letsgo-app";

/** Name of the repository that settings lead to. */
export function repositoryName(settings: Settings): string {
    return settings.repositoryName ?? settings.appName ?? DEFAULT_APP_NAME;
}

/** The other stack that makes the repository these settings lead to. */
export function repositoryOwner(
    settings: Settings,
    others: readonly OtherStack[],
): OtherStack | undefined {
    return others.find(
        (other) =>
            other.settings.repositoryMode !== "join" &&
            repositoryName(other.settings) === repositoryName(settings) &&
            isSameOrUnset(other.settings.githubOwner, settings.githubOwner),
    );
}

/** The other stack that installs Argo CD in the cluster and namespace these settings lead to. */
export function argoCdOwner(
    settings: Settings,
    others: readonly OtherStack[],
): OtherStack | undefined {
    return others.find(
        (other) =>
            other.settings.argoCdInstall !== "false" &&
            isSameOrUnset(other.settings.kubeContext, settings.kubeContext) &&
            (other.settings.argoCdNamespace ?? "") === (settings.argoCdNamespace ?? ""),
    );
}

function isSameOrUnset(one: string | undefined, other: string | undefined): boolean {
    return one === undefined || other === undefined || one.toLowerCase() === other.toLowerCase();
}
