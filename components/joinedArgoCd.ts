import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { misfits } from "./joinedFit";
import { Annotations, ApiVersions, ConfigMapNames, SKIP_WORKFLOWS, skipsChecks } from "./manifests";

/** Which installation is joined, and by whom. */
export interface JoinArgs {
    /** Whether this stack installs Argo CD itself, so that there is nothing to join. */
    readonly install: boolean;
    /** Namespace of the installation. */
    readonly namespace: string;
    /** Name of this stack. */
    readonly stack: string;
    /** Name of its Application. */
    readonly instance: string;
    /** Present if the updater opens pull requests for it. */
    readonly pullRequests?: object;
    /** Whether another stack has to be run first, which makes the repository too. */
    readonly isTooEarly: boolean;
}

/**
 * Makes sure that an Argo CD of somebody else's is there and fits, before anything else is made. A
 * preview warns where `up` refuses. As long as another stack has to be run first, nothing is looked
 * at: a preview shows all there will be, and `up` is refused for want of the repository.
 *
 * @throws RunError saying all that does not fit
 */
export async function joinArgoCd(args: JoinArgs, provider: k8s.Provider): Promise<void> {
    if (args.install) {
        return;
    }
    const isPreview = pulumi.runtime.isDryRun();
    if (args.isTooEarly) {
        if (isPreview) {
            await pulumi.log.warn(
                `Whether there is an Argo CD in namespace ${args.namespace} was not looked at, ` +
                    `because there is no repository yet. \`pulumi up\` needs both.`,
            );
        }
        return;
    }
    const found = lookUp(args.namespace, provider);
    const refusal = found.misfits.apply((clauses) => refusalOf(args.namespace, clauses));
    warn(found.annotations.apply((annotations) => unlistedIn(annotations, args.stack)));
    warn(found.updaterSettings.apply((settings) => uncheckedIn(settings, args)));
    if (isPreview) {
        warn(refusal);
        return;
    }
    // In a preview a field that an object lacks is taken for one that is not known yet.
    const message = await settled(refusal);
    if (message !== undefined) {
        throw new pulumi.RunError(message);
    }
}

interface FoundArgoCd {
    /** Why this program cannot work with it, a clause each; none if it can. */
    readonly misfits: pulumi.Output<string[]>;
    /** Annotations of its namespace. */
    readonly annotations: pulumi.Output<Fields>;
    /** Data of the updater's ConfigMap. */
    readonly updaterSettings: pulumi.Output<Fields>;
}

const SERVER = "joined-argocd-must-be-installed-first";
const UPDATER = "joined-argocd-updater-must-be-installed-first";

/**
 * A read of what is not there ends the run, a preview too, and the engine's message has two names
 * and nothing else: the object's, and the resource's. So those of the resources say what to do.
 *
 * The objects are called the same however the two were installed. Their kinds are looked for by API
 * group, because the definitions themselves are half a megabyte, and a read is kept in the state.
 * No component has these reads: `up --target` reads, but makes no component that is not a target,
 * and a state with children of nobody is refused.
 */
function lookUp(namespace: string, provider: k8s.Provider): FoundArgoCd {
    const { metadata } = k8s.core.v1.Namespace.get(SERVER, namespace, { provider });
    // After the namespace: where there is none, it alone is named.
    const there = (id: string) => metadata.name.apply(() => id);
    const configMap = (of: string, name: string) =>
        k8s.core.v1.ConfigMap.get(of, there(`${namespace}/${name}`), { provider });
    const apiGroup = (of: string, api: string) =>
        k8s.apiregistration.v1.APIService.get(of, there(apiService(api)), { provider });
    const kinds = [
        apiGroup(SERVER, ApiVersions.ArgoCd),
        apiGroup(UPDATER, ApiVersions.ImageUpdater),
    ];
    const settings = configMap(SERVER, ConfigMapNames.ArgoCd);
    const updaterSettings = configMap(UPDATER, ConfigMapNames.ImageUpdater);

    const everything = pulumi.all([
        settings.metadata,
        updaterSettings.metadata,
        updaterSettings.data,
        pulumi.all(kinds.map(({ id }) => id)),
    ]);
    return {
        annotations: metadata.apply((found) => fields(found.annotations)),
        updaterSettings: updaterSettings.data.apply(fields),
        misfits: everything.apply(([argoCd, imageUpdater, data]) =>
            misfits(namespace, {
                argoCdLabels: fields(argoCd.labels),
                updaterLabels: fields(imageUpdater.labels),
                updaterSettings: fields(data),
            }),
        ),
    };
}

type Fields = Readonly<Record<string, string>>;

/** Objects without labels, annotations or data lack the field, whatever its type says. */
function fields(found: Fields | undefined): Fields {
    return found ?? {};
}

/** Name of the APIService that every served API group has a version of: `v1.apps`. */
function apiService(apiVersion: string): string {
    return apiVersion.split("/").reverse().join(".");
}

function refusalOf(namespace: string, found: readonly string[]): string | undefined {
    return found.length === 0
        ? undefined
        : `The Argo CD in namespace ${namespace} cannot be joined: ${found.join("; ")}. ` +
              `See "An Argo CD that cannot be joined" in docs/recovery.md.`;
}

function warn(message: pulumi.Output<string | undefined>): void {
    message.apply((text) => {
        if (text !== undefined) {
            void pulumi.log.warn(text);
        }
    });
}

/** The value of an output; none comes after a read that ends the run. */
function settled<T>(output: pulumi.Output<T>): Promise<T> {
    return new Promise((resolve) => {
        output.apply(resolve);
    });
}

/** What to say if the stack that installed Argo CD does not know that this one uses it. */
function unlistedIn(annotations: Fields, stack: string): string | undefined {
    const { [Annotations.InstalledBy]: owner, [Annotations.UsedBy]: list = "" } = annotations;
    const users = list.split(",").filter(Boolean);
    if (owner === undefined || owner === stack || users.includes(stack)) {
        return undefined;
    }
    return (
        `Stack ${owner} installed the Argo CD that stack ${stack} uses, and does not know it: its ` +
        `destroy would take both. List this stack there: pulumi config set --stack ${owner} ` +
        `--path 'usedBy[${users.length}]' ${stack}; pulumi up --stack ${owner}.`
    );
}

/** What to say if the updater's commits keep the checks of this stack's pull requests from running. */
function uncheckedIn(settings: Fields, { instance, pullRequests, stack }: JoinArgs) {
    const template = settings[COMMIT_MESSAGE] ?? "";
    return pullRequests && skipsChecks(template, instance)
        ? `No workflow will run on the updater's pull requests for ${instance}: its commits say ` +
              `${SKIP_WORKFLOWS}, because the stack that installed it knows of none. Set writeBack ` +
              `to pullRequest in stacks/${stack}.ts, and run pulumi up of that stack.`
        : undefined;
}

/** Setting of the updater: the template of its commit messages. */
const COMMIT_MESSAGE = "git.commit-message-template";
