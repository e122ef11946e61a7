import type { KeyName } from "../../stacks/config/configKeys";
import { gitHost } from "../../stacks/config/urls";
import type { Findings, OtherStack, Settings, Surroundings } from "./facts";
import { argoCdOwner, repositoryOwner } from "./owners";

/** A setting for the stack file. */
export interface Choice {
    readonly key: KeyName;
    readonly value: string | boolean | object;
    /** Where it comes from: `as in dev`. */
    readonly why: string;
}

/** Keys that are the same in every stack. */
const SHARED = [
    "githubOwner",
    "githubBaseUrl",
    "repositoryName",
    "appName",
    "registry",
    "images",
] as const satisfies readonly KeyName[];

/** Settings that follow from files and from what the user's tools are set to; what is set stays. */
export function chooseFromFiles(surroundings: Surroundings): Choice[] {
    const { settings, others } = surroundings;
    const shared = SHARED.flatMap((key): Choice[] => {
        const other = settings[key] === undefined ? modelFor(key, others) : undefined;
        const text = other?.settings[key];
        return other === undefined || text === undefined
            ? []
            : [{ key, value: valueOf(text), why: `as in ${other.name}` }];
    });
    return [...shared, ...ownerOf(surroundings, shared), ...contextOf(surroundings)];
}

/** Settings that follow from what GitHub and the cluster have; what is set stays. */
export function chooseFromFindings(
    { environment, settings, others }: Surroundings,
    { cluster, gitHub }: Findings,
): Choice[] {
    const choices: Choice[] = [];
    if (settings.repositoryMode === undefined) {
        const owner = repositoryOwner(settings, others);
        const { repository } = gitHub;
        const isSomebodys = repository.is === "there" && !repository.isOurs;
        choices.push({
            key: "repositoryMode",
            ...(owner
                ? { value: "join", why: `${owner.name} has it` }
                : isSomebodys
                  ? { value: "adopt", why: `${repository.fullName} is there already` }
                  : { value: "create", why: "no other stack does" }),
        });
    }
    if (settings.argoCdInstall === undefined) {
        const owner = argoCdOwner(settings, others);
        const argoCd = cluster?.answers === true ? cluster.argoCd : undefined;
        const isOthers = argoCd !== undefined && argoCd.installedBy !== environment;
        choices.push({
            key: "argoCdInstall",
            ...(isOthers
                ? { value: false, why: `${argoCd.installedBy ?? "somebody"} has installed it` }
                : owner
                  ? { value: false, why: `${owner.name} installs it` }
                  : { value: true, why: "no other stack does" }),
        });
    }
    return choices;
}

/** The settings with the choices among them. */
export function withChoices(settings: Settings, choices: readonly Choice[]): Settings {
    const texts = choices.map(
        ({ key, value }) =>
            [key, typeof value === "object" ? JSON.stringify(value) : String(value)] as const,
    );
    return { ...settings, ...Object.fromEntries(texts) };
}

/** Whose value counts: that of the repository's owner, else the first there is. */
function modelFor(key: KeyName, others: readonly OtherStack[]): OtherStack | undefined {
    const having = others.filter(({ settings }) => settings[key] !== undefined);
    return having.find(({ settings }) => settings.repositoryMode !== "join") ?? having[0];
}

function ownerOf({ settings, origin }: Surroundings, shared: readonly Choice[]): Choice[] {
    const { githubOwner, githubBaseUrl } = withChoices(settings, shared);
    if (githubOwner !== undefined || origin === undefined) {
        return [];
    }
    return origin.host === hostOf(githubBaseUrl)
        ? [{ key: "githubOwner", value: origin.owner, why: "owner of the Git remote origin" }]
        : [];
}

/** Named, because tomorrow the current context may be another cluster's. */
function contextOf({ settings, others, currentContext }: Surroundings): Choice[] {
    if (settings.kubeconfig !== undefined || settings.kubeContext !== undefined) {
        return [];
    }
    const owner = settings.argoCdInstall === "false" ? argoCdOwner(settings, others) : undefined;
    if (owner?.settings.kubeContext !== undefined) {
        const why = `as in ${owner.name}, which installs Argo CD`;
        return [{ key: "kubeContext", value: owner.settings.kubeContext, why }];
    }
    // The other stack has a kubeconfig of its own, and so will this one.
    return currentContext === undefined || owner?.settings.kubeconfig !== undefined
        ? []
        : [{ key: "kubeContext", value: currentContext, why: "kubectl's current context" }];
}

/** A base URL may be wrong: the configuration's check says so. */
function hostOf(baseUrl: string | undefined): string | undefined {
    return baseUrl === undefined || URL.canParse(baseUrl) ? gitHost(baseUrl) : undefined;
}

function valueOf(text: string): string | object {
    try {
        const value: unknown = JSON.parse(text);
        return typeof value === "object" && value !== null ? value : text;
    } catch {
        return text;
    }
}
