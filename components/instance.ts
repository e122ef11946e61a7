import type * as pulumi from "@pulumi/pulumi";

import type { AppModel, AppNames } from "./manifests";

/** One application in one environment, and where its parts are: what its components share. */
export interface Instance {
    /** Names of the environment's objects: `appNames`. */
    readonly names: AppNames;
    /** The application. */
    readonly app: AppModel;
    /**
     * Namespace of Argo CD.
     *
     * @default "argocd"
     */
    readonly argoNamespace?: string;
    /** The repository that is synced and written to. */
    readonly repository: GitAddress;
    /** Branch that is synced and written to. */
    readonly branch: pulumi.Input<string>;
    /** Folder below `manifests/overlays`: `development`. */
    readonly overlay: string;
}

/** A repository on GitHub or on an Enterprise server. */
export interface GitAddress {
    /** Host of Git URLs: `github.com`. */
    readonly host: string;
    /** User or organisation. */
    readonly owner: string;
    /** Name of the repository. */
    readonly name: string;
}
