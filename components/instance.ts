import type * as pulumi from "@pulumi/pulumi";

import type { AppModel, AppNames } from "./manifests";

/** One application in one environment, and where its parts are: what its components share. */
export interface Instance {
    readonly names: AppNames;
    readonly app: AppModel;
    /** Namespace of Argo CD. */
    readonly argoNamespace: string;
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
    readonly name: string;
}
