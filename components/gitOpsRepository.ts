import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";

import { Defaults } from "./defaults";
import {
    type AppModel,
    baseFiles,
    buildWorkflow,
    Provenance,
    RegistrySecrets,
    repositoryReadme,
    sourceFiles,
    WORKFLOW_PATH,
} from "./manifests";
import { missingInBase } from "./addToBase";
import type { GitAddress } from "./instance";
import type { RepositoryFile } from "./manifests/model";
import { repositoryDescription } from "./repositoryDescription";
import { manageFile, seedFile } from "./repositoryFiles";
import {
    type ConfiguredSettings,
    configuredSettings,
    settingsLeftAlone,
} from "./repositorySettings";
import type { RepositoryLookup } from "./repositoryLookup";

/** What the repository is, and what is put into it. */
export interface GitOpsRepositoryArgs extends ConfiguredSettings {
    /** Where it is. */
    readonly address: GitAddress;
    /**
     * `create` makes it, or takes over one that an earlier run of this program made; `adopt` takes
     * over anybody's, and leaves its content and settings alone, given that `lookUpRepository` was
     * told which files are managed; `join` uses one that another stack owns.
     */
    readonly mode: "create" | "adopt" | "join";
    /** Who may see it; `internal` is for organisations of an enterprise. */
    readonly visibility: "private" | "public" | "internal";
    /** Whether the repository goes with the stack. Otherwise `destroy` leaves it on GitHub. */
    readonly deleteOnDestroy: boolean;
    /**
     * Refuses deletion as long as other stacks use the repository.
     *
     * @default false
     */
    readonly protect?: boolean;
    /** The application: its images get sources, manifests and builds. */
    readonly app: AppModel;
    /** The registry the workflow pushes to, signing in there with these credentials. */
    readonly registry: {
        /** Host as in image names: `ghcr.io`. */
        readonly host: string;
        /** User that pushes; at ghcr.io the workflow's own token does. */
        readonly username?: pulumi.Input<string>;
        /** That user's password or token. */
        readonly password?: pulumi.Input<string>;
    };
    /**
     * What images are built for, at least one. Dockerfiles that do not cross-compile can be built
     * for linux/amd64 only.
     *
     * @default ["linux/amd64"]
     */
    readonly platforms?: readonly string[];
    /**
     * Whether GitHub attests the builds.
     *
     * @default "auto"
     */
    readonly provenance?: Provenance;
    /** Whether Dependabot alerts; the people's to say if absent. */
    readonly vulnerabilityAlerts?: boolean;
    /** The file that says who reviews what; none if absent. */
    readonly codeOwners?: RepositoryFile;
    /** What GitHub has already. */
    readonly found: RepositoryLookup;
}

/** The repository that holds manifests, sources and the build workflow of the application. */
export class GitOpsRepository extends pulumi.ComponentResource {
    /** Its name; waiting for it is waiting for the repository. */
    readonly name: pulumi.Output<string>;
    /** The same name, known at once. */
    readonly plainName: string;
    /** The default branch: the one that is built, written to and synced. */
    readonly branch: pulumi.Output<string>;
    /** Page for people: `https://github.com/acme/letsgo`. */
    readonly htmlUrl: pulumi.Output<string>;
    /** Lines that base in Git lacks for images configured after it was seeded. */
    readonly addToBase: pulumi.Output<string[]>;
    /** What child resources of other components are deleted with: set if the repository goes. */
    readonly deletedWith: github.Repository | undefined;

    constructor(name: string, args: GitOpsRepositoryArgs, opts: pulumi.ComponentResourceOptions) {
        super("argocd-image-drift:index:GitOpsRepository", name, {}, opts);
        refuseContradictions(this, args);
        warnOfPrivateImages(this, args);

        const repository = args.mode === "join" ? undefined : makeRepository(this, name, args);
        this.branch = branchOf(this, args.found, repository);
        const { host, owner, name: plainName } = args.address;
        this.plainName = plainName;
        this.name = repository?.name ?? pulumi.output(plainName);
        this.htmlUrl = pulumi.interpolate`https://${host}/${owner}/${this.name}`;
        this.addToBase = pulumi.output(missingInBase(args.app, args.found));
        this.deletedWith = args.deleteOnDestroy ? repository : undefined;

        if (repository) {
            makeAlerts(this, name, args);
            makeFiles(this, name, args, makeWorkflowSecrets(this, name, args));
        }
        this.registerOutputs({
            name: this.name,
            branch: this.branch,
            htmlUrl: this.htmlUrl,
            addToBase: this.addToBase,
        });
    }
}

/** What the files are made of that the repository's stack restores in it. */
export type ManagedInRepositoryArgs = Pick<
    GitOpsRepositoryArgs,
    "mode" | "app" | "registry" | "platforms" | "provenance" | "visibility"
>;

/**
 * The files that every `up` of the stack that has the repository restores: the build workflow.
 *
 * @param branch the default one
 */
export function managedInRepository(
    args: ManagedInRepositoryArgs,
    branch: string,
): RepositoryFile[] {
    return args.mode === "join" ? [] : [workflow(args, branch)];
}

function refuseContradictions(component: GitOpsRepository, args: GitOpsRepositoryArgs): void {
    const full = `${args.address.owner}/${args.address.name}`;
    if (args.mode === "create" && args.found.exists && !args.found.ours) {
        // No error: the stack may own it already, and somebody changed its description.
        void pulumi.log.warn(
            `The repository ${full} exists, and its description is not the one this program gives. ` +
                `If GitHub refuses to create it, take it over, content untouched: ` +
                `pulumi config set repositoryMode adopt. Or make another one: ` +
                `pulumi config set repositoryName NAME.`,
            component,
        );
    }
    if (args.mode === "create" || args.found.exists) {
        return;
    }
    const missing = `The repository ${full} does not exist, or the token may not see it.`;
    if (args.mode === "adopt") {
        throw new pulumi.ResourceError(
            `${missing} To make it: pulumi config set repositoryMode create.`,
            component,
            true,
        );
    }
    const first = `${missing} Run the stack that creates it first: pulumi up -s dev.`;
    if (!pulumi.runtime.isDryRun()) {
        throw new pulumi.ResourceError(first, component, true);
    }
    void pulumi.log.warn(first, component);
}

/** GHCR makes the packages of a private repository private: neither pods nor updater could read. */
function warnOfPrivateImages(component: GitOpsRepository, args: GitOpsRepositoryArgs): void {
    const { host, username } = args.registry;
    if (args.mode !== "join" && args.visibility !== "public" && host === "ghcr.io" && !username) {
        void pulumi.log.warn(
            `Images of a ${args.visibility} repository are private on ghcr.io, and no credentials ` +
                `to pull them are configured: pods will not start. Set a user name and a classic ` +
                `token with read:packages, or make the packages public: ` +
                `pulumi config set --secret registryUsername; ` +
                `pulumi config set --secret registryPassword.`,
            component,
        );
    }
}

/**
 * A new repository's first branch has the name its owner prefers. A preview takes it to be `main`,
 * rather than to show nothing of what depends on it.
 */
function branchOf(
    parent: GitOpsRepository,
    found: RepositoryLookup,
    repository: github.Repository | undefined,
): pulumi.Output<string> {
    return repository === undefined || found.exists || pulumi.runtime.isDryRun()
        ? pulumi.output(found.defaultBranch)
        : github.getRepositoryOutput({ name: repository.name }, { parent }).defaultBranch;
}

function makeRepository(
    parent: GitOpsRepository,
    name: string,
    args: GitOpsRepositoryArgs,
): github.Repository {
    const adopted = args.mode === "adopt";
    const configured = configuredSettings(args);
    return new github.Repository(
        name,
        {
            name: args.address.name,
            description: repositoryDescription(args.app.name),
            visibility: args.visibility,
            // The first commit: without one there is no branch to put files on.
            autoInit: true,
            hasIssues: true,
            hasProjects: false,
            hasWiki: false,
            deleteBranchOnMerge: true,
            archiveOnDestroy: false,
            ...configured,
        },
        {
            parent,
            protect: args.protect ?? false,
            retainOnDelete: !args.deleteOnDestroy,
            // Ignored once the repository is in the state under this id.
            ...((adopted || args.found.ours) && { import: args.address.name }),
            ignoreChanges: settingsLeftAlone(adopted, configured),
        },
    );
}

/** An object of its own since the repository's setting of that name is to go. */
function makeAlerts(parent: GitOpsRepository, name: string, args: GitOpsRepositoryArgs): void {
    if (args.vulnerabilityAlerts !== undefined) {
        new github.RepositoryVulnerabilityAlerts(
            `${name}-alerts`,
            { repository: parent.name, enabled: args.vulnerabilityAlerts },
            // Without the stack they are the people's: to delete this would switch them off.
            { parent, retainOnDelete: true },
        );
    }
}

function makeFiles(
    parent: GitOpsRepository,
    name: string,
    args: GitOpsRepositoryArgs,
    secrets: pulumi.Resource[],
): void {
    const owner = { parent, name, repository: parent.name };
    const seeds = [repositoryReadme(args.app), ...baseFiles(args.app), ...sourceFiles(args.app)];
    const seeded = seeds.map((file) => seedFile(owner, file, args.found));
    // Last, and its own commit starts it: a new repository is built once, whole, and signed in.
    const owners = args.codeOwners;
    const reviewed = owners ? [manageFile(owner, owners.path, owners.content)] : [];
    const dependsOn = [...seeded, ...reviewed, ...secrets];
    const content = parent.branch.apply((branch) => workflow(args, branch).content);
    manageFile({ ...owner, dependsOn }, WORKFLOW_PATH, content);
}

function workflow(
    {
        registry,
        platforms = Defaults.platforms,
        provenance = Provenance.Auto,
        ...args
    }: ManagedInRepositoryArgs,
    defaultBranch: string,
): RepositoryFile {
    const { host } = registry;
    return buildWorkflow({ ...args, platforms, provenance, registry: host, defaultBranch });
}

function makeWorkflowSecrets(
    parent: GitOpsRepository,
    name: string,
    args: GitOpsRepositoryArgs,
): github.ActionsSecret[] {
    const { host, username, password } = args.registry;
    // At GHCR the workflow's own token does.
    if (host === "ghcr.io" || username === undefined || password === undefined) {
        return [];
    }
    const values = { [RegistrySecrets.Username]: username, [RegistrySecrets.Password]: password };
    return Object.entries(values).map(
        ([secretName, value]) =>
            new github.ActionsSecret(
                `${name}:${secretName}`,
                { repository: parent.name, secretName, value: pulumi.secret(value) },
                { parent, ...(parent.deletedWith && { deletedWith: parent.deletedWith }) },
            ),
    );
}
