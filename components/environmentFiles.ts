import * as pulumi from "@pulumi/pulumi";

import { Defaults } from "./defaults";
import {
    type AppModel,
    type EnvironmentSettings,
    imageUpdatesPath,
    imageUpdatesWorkflow,
    overlayFile,
    settingsFiles,
} from "./manifests";
import type { RepositoryFile } from "./manifests/model";
import { type FileOwner, manageFile, seedFile } from "./repositoryFiles";
import type { RepositoryLookup } from "./repositoryLookup";

/** What the files of an environment say, and where they are put. */
export interface EnvironmentFilesArgs {
    /** The repository that they are put into. */
    readonly repository: {
        /** Waiting for it is waiting for its first commit. */
        readonly name: pulumi.Input<string>;
        /** The branch that is synced. */
        readonly branch: pulumi.Input<string>;
        /** The repository, if it goes with the stack. */
        readonly deletedWith?: pulumi.Resource;
    };
    /** The application. */
    readonly app: AppModel;
    /** What is different in this environment. */
    readonly settings: EnvironmentSettings;
    /** Namespace the environment is deployed to, and name of its Application. */
    readonly namespace: string;
    /**
     * Namespace of Argo CD.
     *
     * @default "argocd"
     */
    readonly argoNamespace?: string;
    /** Present if the updater opens pull requests: a workflow looks after them. */
    readonly pullRequests?: {
        /** Whether it merges them once their checks have passed. */
        readonly autoMerge: boolean;
    };
    /** What GitHub has already. */
    readonly found: Pick<RepositoryLookup, "seed">;
}

/** What the files are made of that an environment's stack restores. */
export type ManagedInEnvironmentArgs = Pick<
    EnvironmentFilesArgs,
    "app" | "settings" | "namespace" | "argoNamespace" | "pullRequests"
>;

/**
 * The files that every `up` of an environment's stack restores: its settings, and the workflow that
 * looks after pull requests.
 *
 * @param branch the default one
 */
export function managedInEnvironment(
    args: ManagedInEnvironmentArgs,
    branch: string,
): RepositoryFile[] {
    const { app, settings, namespace, pullRequests } = args;
    return [
        ...settingsFiles(app, settings, namespace),
        ...(pullRequests ? [pullRequestsWorkflow(args, pullRequests, branch)] : []),
    ];
}

/**
 * One environment's overlay: `kustomization.yaml`, in which the updater commits tags, is seeded;
 * `settings/`, which says what `stacks/` says, is managed. So is the workflow that looks after the
 * updater's pull requests: the stack that has them brings it, and takes it away again.
 */
export class EnvironmentFiles extends pulumi.ComponentResource {
    constructor(name: string, args: EnvironmentFilesArgs, opts: pulumi.ComponentResourceOptions) {
        super("argocd-image-drift:index:EnvironmentFiles", name, {}, opts);

        const owner = { parent: this, name, repository: args.repository.name };
        const settings = settingsFiles(args.app, args.settings, args.namespace).map(
            ({ path, content }) => manageFile(owner, path, content),
        );
        // The overlay names the settings: the other way round, Git would for a moment hold a tree
        // that does not build.
        const overlay = overlayFile(args.app, args.settings.overlay, args.namespace);
        seedFile({ ...owner, dependsOn: settings }, overlay, args.found);
        if (args.pullRequests) {
            bringWorkflow(owner, args, args.pullRequests);
        }
        this.registerOutputs({});
    }
}

type PullRequests = NonNullable<EnvironmentFilesArgs["pullRequests"]>;

function bringWorkflow(
    owner: FileOwner,
    args: EnvironmentFilesArgs,
    pullRequests: PullRequests,
): void {
    const { branch, deletedWith } = args.repository;
    const content = pulumi
        .output(branch)
        .apply((name) => pullRequestsWorkflow(args, pullRequests, name).content);
    const path = imageUpdatesPath(args.settings.overlay);
    manageFile(owner, path, content, deletedWith ? { deletedWith } : {});
}

function pullRequestsWorkflow(
    { settings, namespace, argoNamespace = Defaults.argoNamespace }: ManagedInEnvironmentArgs,
    { autoMerge }: PullRequests,
    branch: string,
): RepositoryFile {
    const { overlay } = settings;
    return imageUpdatesWorkflow({
        overlay,
        instance: namespace,
        argoNamespace,
        branch,
        autoMerge,
    });
}
