import { parseAllDocuments } from "yaml";
import { at, isProperties, objectAt, Properties, textAt, Value } from "../../protocol/values";
import { groupOf, kindOf } from "../kinds";
import { HelmCli, HelmError } from "./helmCli";
import { mergeValues, Release, ReleaseStatus } from "./release";

/** What helm knows of a release in the cluster. */
export interface LiveRelease {
    readonly status: ReleaseStatus;
    /** The values that were given when it was installed or upgraded. */
    readonly values: Properties;
    readonly resourceNames: Record<string, string[]>;
}

/** Looks a release up, whatever its status; undefined when there is none. */
export async function lookUpRelease(
    helm: HelmCli,
    namespace: string,
    name: string,
): Promise<LiveRelease | undefined> {
    try {
        const [status, metadata] = (
            await Promise.all([
                helm.run(namespace, ["status", name, "--output", "json"]),
                helm.run(namespace, ["get", "metadata", name, "--output", "json"]),
            ])
        ).map((text) => objectAt({ parsed: JSON.parse(text) as Value }, "parsed"));
        const revision = at(status, "version");
        return {
            status: {
                appVersion: textAt(metadata, "appVersion"),
                chart: textAt(metadata, "chart"),
                name: textAt(status, "name"),
                namespace: textAt(status, "namespace"),
                revision: typeof revision === "number" ? revision : 0,
                status: textAt(status, "info", "status"),
                version: textAt(metadata, "version"),
            },
            values: objectAt(status, "config"),
            resourceNames: resourceNames(textAt(status, "manifest")),
        };
    } catch (error) {
        if (error instanceof HelmError && error.isReleaseNotFound) {
            return undefined;
        }
        throw error;
    }
}

/** The release with what is live: its values on top of the given ones, version and status. */
export function withLive(release: Release, live: LiveRelease): Release {
    return {
        ...release,
        name: release.name || live.status.name,
        namespace: release.namespace || live.status.namespace,
        chart: release.chart || live.status.chart,
        version: live.status.version,
        values: mergeValues(release.values, live.values),
        resourceNames: live.resourceNames,
        status: live.status,
    };
}

/** Names of a manifest's objects, `namespace/name` or `name`, by `Kind.group/apiVersion`. */
export function resourceNames(manifest: string): Record<string, string[]> {
    const names: Record<string, string[]> = {};
    for (const document of parseAllDocuments(manifest)) {
        const object = document.toJS() as Value;
        if (!isProperties(object) || textAt(object, "kind") === "") {
            continue;
        }
        const { apiVersion, kind } = kindOf(object);
        const group = groupOf({ apiVersion, kind });
        const key = `${group === "" ? kind : `${kind}.${group}`}/${apiVersion}`;
        const namespace = textAt(object, "metadata", "namespace");
        const name = textAt(object, "metadata", "name");
        (names[key] ??= []).push(namespace === "" ? name : `${namespace}/${name}`);
    }
    return Object.fromEntries(
        Object.entries(names).map(([key, list]) => [key, [...new Set(list)].sort()]),
    );
}
