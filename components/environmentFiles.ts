import * as pulumi from "@pulumi/pulumi";

import { type AppModel, type EnvironmentSettings, overlayFile, settingsFiles } from "./manifests";
import { manageFile, seedFile } from "./repositoryFiles";
import type { RepositoryLookup } from "./repositoryLookup";

export interface EnvironmentFilesArgs {
    /** Name of the repository; waiting for it is waiting for its first commit. */
    readonly repository: pulumi.Input<string>;
    readonly app: AppModel;
    readonly settings: EnvironmentSettings;
    /** Namespace the environment is deployed to. */
    readonly namespace: string;
    /** What GitHub has already. */
    readonly found: Pick<RepositoryLookup, "seed">;
}

/**
 * One environment's overlay: `kustomization.yaml`, in which the updater commits tags, is seeded;
 * `settings/`, which says what `stacks/` says, is managed.
 */
export class EnvironmentFiles extends pulumi.ComponentResource {
    constructor(name: string, args: EnvironmentFilesArgs, opts: pulumi.ComponentResourceOptions) {
        super("argocd-image-drift:index:EnvironmentFiles", name, {}, opts);

        const owner = { parent: this, name, repository: args.repository };
        const settings = settingsFiles(args.app, args.settings, args.namespace).map(
            ({ path, content }) => manageFile(owner, path, content),
        );
        // The overlay names the settings: the other way round, Git would for a moment hold a tree
        // that does not build.
        const overlay = overlayFile(args.app, args.settings.overlay, args.namespace);
        seedFile({ ...owner, dependsOn: settings }, overlay, args.found);
        this.registerOutputs({});
    }
}
