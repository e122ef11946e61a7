import * as path from "node:path";

/** A value of the chart that is a map of keys of one ConfigMap. */
export interface ConfigKeys {
    /** Where the map stands in the values. */
    readonly value: readonly string[];
    readonly configMap: string;
    /** File of the module that lists keys beside those the pods refer to. */
    readonly documentation?: string;
    /** Keys with a part of their own: regular expressions. */
    readonly patterns?: readonly string[];
    /** Keys of the value that are not copied to the ConfigMap. */
    readonly extra?: readonly string[];
}

/** A chart of the lab: own templates over the manifests of a Go module. */
export interface LabChart {
    /** Name of the chart, its folder, and of the public chart it stands in for. */
    readonly name: string;
    /** Version of the public chart. */
    readonly publicVersion: string;
    /** The release its objects are named after; the templates refuse any other. */
    readonly release: string;
    /** Path of the Go module, whose version lab/tools/modules/cluster/go.mod pins. */
    readonly module: string;
    /** Folder of the module whose {@link folders} become `kustomize/manifests`. */
    readonly manifests: string;
    readonly folders: readonly string[];
    /** Files of the module with the CustomResourceDefinitions. */
    readonly definitions: readonly string[];
    /** Values whose keys the packed schema limits to those the module knows. */
    readonly configKeys: readonly ConfigKeys[];
}

export const ARGO_CD: LabChart = {
    name: "argo-cd",
    publicVersion: "10.1.1",
    release: "argocd",
    module: "github.com/argoproj/argo-cd/v3",
    manifests: "manifests",
    folders: ["base", "cluster-rbac"],
    definitions: ["application", "applicationset", "appproject"].map(
        (kind) => `manifests/crds/${kind}-crd.yaml`,
    ),
    configKeys: [
        { value: ["configs", "params"], configMap: "argocd-cmd-params-cm" },
        {
            value: ["configs", "cm"],
            configMap: "argocd-cm",
            documentation: "docs/operator-manual/argocd-cm.yaml",
            patterns: ["^resource\\.customizations\\.", "^accounts\\."],
        },
    ],
};

export const IMAGE_UPDATER: LabChart = {
    name: "argocd-image-updater",
    publicVersion: "1.2.4",
    release: "argocd-image-updater",
    module: "github.com/argoproj-labs/argocd-image-updater",
    manifests: "config",
    folders: ["default", "manager", "networking", "rbac"],
    definitions: ["config/crd/bases/argocd-image-updater.argoproj.io_imageupdaters.yaml"],
    configKeys: [
        { value: ["config"], configMap: "argocd-image-updater-config", extra: ["registries"] },
    ],
};

/** The chart's own files: Chart.yaml, values, schema, templates, and the kustomization. */
export function sourceFolder(chart: LabChart): string {
    return path.join(__dirname, chart.name);
}
