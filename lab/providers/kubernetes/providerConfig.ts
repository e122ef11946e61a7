import type { DiffRequest, DiffResponse } from "../protocol/provider";
import {
    isProperties,
    Properties,
    reveal,
    sameValue,
    textAt,
    Unknown,
    Value,
} from "../protocol/values";
import { activeCluster, Kubeconfig, KubeconfigOverrides, readKubeconfig } from "./kubeconfig";
import type { Settings } from "./session";

/** Inputs that decide which cluster the provider talks to. */
const CLUSTER_KEYS = ["kubeconfig", "context", "cluster"];

/** What an unset input, or an environment variable, falls back to: `config`, else the variable. */
function flag(config: Readonly<Record<string, string>>, key: string, variable: string): boolean {
    return (config[key] ?? process.env[variable]) === "true";
}

/** Reads the provider's configuration, without the connection. */
export function settingsOf(
    config: Readonly<Record<string, string>>,
    defaultNamespace: string,
): Settings {
    if (!((config["enableServerSideApply"] ?? "true") === "true")) {
        throw new Error("the lab's provider only applies server-side: enableServerSideApply");
    }
    if ((config["renderYamlToDirectory"] ?? "") !== "") {
        throw new Error("the lab's provider does not render: renderYamlToDirectory");
    }
    return {
        defaultNamespace,
        patchForce: flag(config, "enablePatchForce", "PULUMI_K8S_ENABLE_PATCH_FORCE"),
        upsertExistingObjects: flag(
            config,
            "upsertExistingObjects",
            "PULUMI_K8S_UPSERT_EXISTING_OBJECTS",
        ),
        mutable: {
            secrets: flag(config, "enableSecretMutable", "PULUMI_K8S_ENABLE_SECRET_MUTABLE"),
            configMaps: flag(
                config,
                "enableConfigMapMutable",
                "PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE",
            ),
        },
        deleteUnreachable: flag(config, "deleteUnreachable", "PULUMI_K8S_DELETE_UNREACHABLE"),
        skipUpdateUnreachable: flag(
            config,
            "skipUpdateUnreachable",
            "PULUMI_K8S_SKIP_UPDATE_UNREACHABLE",
        ),
        suppressHelmHookWarnings: flag(
            config,
            "suppressHelmHookWarnings",
            "PULUMI_K8S_SUPPRESS_HELM_HOOK_WARNINGS",
        ),
    };
}

export function overridesOf(config: Readonly<Record<string, string>>): KubeconfigOverrides {
    const { cluster, context, namespace } = config;
    return {
        ...(cluster && { cluster }),
        ...(context && { context }),
        ...(namespace && { namespace }),
    };
}

/**
 * Which changes of the provider's inputs replace everything it manages: another active cluster, or
 * a kubeconfig not known yet. With an unchanged `clusterIdentifier` none does; a changed one always.
 */
export function diffProviderConfig(request: DiffRequest): DiffResponse {
    const { olds, news } = request;
    const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
    const diffs = keys.filter((key) => !sameValue(plain(olds[key]), plain(news[key])));
    if (diffs.length === 0) {
        return { changed: false };
    }
    const identifier = "clusterIdentifier";
    const hasOld = textAt(olds, identifier) !== "";
    const hasNew = textAt(news, identifier) !== "";
    if (hasNew && !diffs.includes(identifier)) {
        return { changed: true, diffs };
    }
    const replaces = hasOld && hasNew && diffs.includes(identifier) ? [identifier] : [];
    const unknown = CLUSTER_KEYS.find((key) => plain(news[key]) instanceof Unknown);
    if (unknown !== undefined) {
        return { changed: true, diffs: [unknown], replaces: [...replaces, unknown] };
    }
    const [oldCluster, newCluster] = [clusterOf(olds), clusterOf(news)];
    const moved = oldCluster && newCluster && !sameValue(oldCluster, newCluster);
    return {
        changed: true,
        diffs,
        replaces: [
            ...replaces,
            ...(moved ? CLUSTER_KEYS.filter((key) => diffs.includes(key)) : []),
        ],
    };
}

function clusterOf(inputs: Properties): Properties | undefined {
    const given = plain(inputs["kubeconfig"]);
    const text = isProperties(given) ? JSON.stringify(given) : given;
    if (typeof text !== "string" || text === "") {
        return undefined;
    }
    const kubeconfig: Kubeconfig = readKubeconfig(text);
    return activeCluster(kubeconfig, {
        context: textAt(inputs, "context"),
        ...(textAt(inputs, "cluster") && { cluster: textAt(inputs, "cluster") }),
    });
}

function plain(value: Value | undefined): Value {
    return value === undefined ? null : reveal(value);
}
