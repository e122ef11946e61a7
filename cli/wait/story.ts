import { type Commands, commandsFor } from "./commands";
import type { Diagnosis } from "./diagnosis";
import type { Environment } from "./environment";
import { gitAdvice } from "./gitAdvice";
import { registryAdvice } from "./registryAdvice";
import type { Rollout } from "./rollout";
import { rolloutStory } from "./rolloutStory";
import { isRefusal, isWriteError } from "./updaterErrors";

/** Last lines of logs by pod, as far as there are any. */
export type LastLogLines = Readonly<Record<string, string>>;

/**
 * Everything there is to say of an environment that is not healthy: what, since when, why, and what
 * to do.
 *
 * @param errors of the updater's last round
 */
export function story(
    diagnosis: Diagnosis,
    environment: Environment,
    logs: LastLogLines,
    errors: readonly string[] = [],
): string[] {
    const commands = commandsFor(environment);
    const parts = [
        ...syncStory(diagnosis, commands),
        ...overriddenStory(diagnosis, commands),
        ...diagnosis.rollouts
            .filter((rollout) => tellsMore(rollout, diagnosis))
            .flatMap((rollout) => rolloutStory(rollout, diagnosis, commands, logs)),
        ...diagnosis.others,
        ...unfinishedStory(diagnosis, commands),
        ...unbuiltStory(diagnosis, environment, commands),
        ...pendingStory(diagnosis, commands),
        ...mergeStory(diagnosis, environment),
        ...updaterStory(diagnosis, errors, commands),
        ...kubeconfigStory(commands),
    ];
    return [headline(diagnosis, environment), ...parts];
}

/** What there is to say of an environment that runs what Git says; the updater may have trouble. */
export function healthyStory(
    diagnosis: Diagnosis,
    environment: Environment,
    errors: readonly string[] = [],
): string[] {
    const { instance, pullRequests } = environment;
    const commands = commandsFor(environment);
    const more = [
        ...overriddenStory(diagnosis, commands),
        ...updaterStory(diagnosis, errors, commands),
    ];
    return [
        `${instance} is Synced and Healthy.`,
        ...(pullRequests === undefined
            ? []
            : [`What Git does not say yet waits there: ${pullRequests}`]),
        ...more,
        ...(more.length > 0 ? kubeconfigStory(commands) : []),
    ];
}

/** `letsgo-app-prod is Synced and Degraded since 2026-…` */
function headline({ sync, health, since }: Diagnosis, environment: Environment): string {
    const { instance, argoNamespace } = environment;
    return health === "Missing" && sync === "Unknown"
        ? `There is no Application ${instance} in namespace ${argoNamespace}: ` +
              `${commandsFor(environment).refresh} makes it again.`
        : `${instance} is ${health}${since === undefined ? "" : ` since ${since}`}, and ${sync}.`;
}

function syncStory({ syncTrouble }: Diagnosis, commands: Commands): string[] {
    if (!syncTrouble) {
        return [];
    }
    const { what, since, why, unreadable, givenUp } = syncTrouble;
    const advice = unreadable ? gitAdvice(why.join("\n"), commands) : [];
    return [
        "",
        `Since ${since ?? "a while"}: ${what}.`,
        ...why.map((line) => `  ${line}`),
        "What to do:",
        ...(advice.length > 0 ? advice : [repair(givenUp)]),
        `  Look at all of it:  ${commands.application}`,
    ];
}

/** `argocd app set --kustomize-image` writes this, and neither Git nor `pulumi up` takes it away. */
function overriddenStory({ overrides }: Diagnosis, { obeyGit }: Commands): string[] {
    return overrides.length === 0
        ? []
        : [
              "",
              "The Application itself names images, whatever Git says:",
              ...overrides.map((image) => `  ${image}`),
              "What to do:",
              `  Obey Git:  ${obeyGit}`,
          ];
}

function repair(givenUp: boolean): string {
    return givenUp
        ? "  Argo CD has given up on this commit. Revert or repair it in Git by another one."
        : "  If it does not pass by itself: revert or repair the commit in Git by another one.";
}

/** What is neither a Deployment nor broken, and keeps the environment from being Healthy. */
function unfinishedStory({ health, unfinished }: Diagnosis, { describe }: Commands): string[] {
    if (health !== "Progressing" || unfinished.length === 0) {
        return [];
    }
    return [
        "",
        `Argo CD waits for ${unfinished.map(({ kind, name }) => `${kind} ${name}`).join(" and ")}:`,
        ...unfinished.flatMap(({ kind, name, message }) => [
            ...(message === undefined ? [] : [`  ${kind} ${name}: ${message}`]),
            ...(LASTING[kind] === undefined ? [] : [`  ${LASTING[kind]}`]),
        ]),
        "What to do:",
        ...unfinished.map(({ kind, name }) => `  See why:   ${describe(kind, name)}`),
    ];
}

/** What keeps objects of a kind from getting ready for ever. */
const LASTING: Readonly<Record<string, string>> = {
    Ingress:
        "An Ingress is ready when it has an address, from a controller of its class (ingressClassName).",
    PersistentVolumeClaim:
        "A claim is ready when it is bound, by its StorageClass (storageClassName) or the cluster's default.",
    Service: "A Service of type LoadBalancer is ready when the cluster has given it an address.",
};

/** A rollout that is on its way, without trouble, needs no words. */
function tellsMore(rollout: Rollout, { pending }: Diagnosis): boolean {
    const isPending = pending.some(({ image }) => image === rollout.image);
    return !rollout.unbuilt && !isPending && (rollout.timedOut || rollout.troubles.length > 0);
}

function unbuiltStory(
    { rollouts }: Diagnosis,
    environment: Environment,
    commands: Commands,
): string[] {
    const unbuilt = rollouts.filter((rollout) => rollout.unbuilt);
    if (unbuilt.length === 0) {
        return [];
    }
    const wanted = environment.waitingFor.filter((line) =>
        unbuilt.some(({ image }) => line.startsWith(`${image}:`)),
    );
    return [
        "",
        `Nothing was built yet that this environment takes, for ${unbuilt.map(({ name }) => name).join(" and ")}.`,
        "What to do: push",
        ...wanted.map((line) => `  ${line}`),
        ...(unbuilt.some(({ troubles }) => troubles.some(({ refused }) => refused))
            ? ["Or, where that was done:", ...registryAdvice(commands)]
            : []),
    ];
}

function pendingStory({ pending, rollouts }: Diagnosis, commands: Commands): string[] {
    return pending.flatMap(({ name, image, pin = "" }) => {
        const runsStill = rollouts.some(
            ({ before, ...one }) => one.image === image && before?.tag === pin && before.ready > 0,
        );
        return [
            "",
            `${name} is pinned to ${pin}, which Git does not say yet.`,
            ...(runsStill
                ? [
                      `What to do: the updater sees ${pin} running and leaves Git alone, so commit`,
                      `  ${commands.inGit(image, pin)}`,
                  ]
                : [
                      `What to do: make sure that ${image}:${pin} is in the registry, and look at`,
                      `the updater's log:  ${commands.updaterLogs}`,
                  ]),
        ];
    });
}

function updaterStory(
    { updaterError }: Diagnosis,
    errors: readonly string[],
    commands: Commands,
): string[] {
    if (updaterError === undefined) {
        return [];
    }
    return [
        "",
        `The updater's last round failed: ${updaterError}`,
        ...errors.flatMap((error) => indented(error)),
        "What to do:",
        `  See why:   ${commands.updaterLogs}`,
        ...(errors.some(isRefusal) ? registryAdvice(commands) : []),
        ...gitAdvice(errors.filter(isWriteError).join("\n"), commands),
    ];
}

/** What the updater has to say may wait for somebody who merges it. */
function mergeStory({ pending, rollouts }: Diagnosis, { pullRequests }: Environment): string[] {
    const isAwaited = pending.length > 0 || rollouts.some(({ unbuilt }) => unbuilt);
    return isAwaited && pullRequests !== undefined
        ? ["", "Or merge the updater's pull request, if it is open already:", `  ${pullRequests}`]
        : [];
}

function kubeconfigStory({ kubeconfig }: Commands): string[] {
    return kubeconfig === undefined
        ? []
        : ["", "kubectl needs the stack's own kubeconfig, which this prints:", `  ${kubeconfig}`];
}

/** Git's words are several lines. */
function indented(text: string): string[] {
    return text
        .split(/\s*\n/)
        .filter((line) => line !== "")
        .map((line) => `  ${line}`);
}
