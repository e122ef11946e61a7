import type { Commands } from "./commands";
import type { Diagnosis } from "./diagnosis";
import type { PodTrouble } from "./podTrouble";
import { registryAdvice } from "./registryAdvice";
import type { Rollout } from "./rollout";
import type { LastLogLines } from "./story";

/** Pods of one Deployment that do not come up: why, what serves meanwhile, what to do. */
export function rolloutStory(
    rollout: Rollout,
    { health }: Pick<Diagnosis, "health">,
    commands: Commands,
    logs: LastLogLines,
): string[] {
    const { name, tag, troubles, message, timedOut } = rollout;
    const isLost = timedOut || health === "Degraded";
    return [
        "",
        `${name}: the pods of ${tag} do not get ready. ${servingStory(rollout)}`,
        ...(message === undefined ? [] : [`  ${message}`]),
        ...troubles.flatMap((trouble) => troubleStory(trouble, logs)),
        "What to do:",
        ...look(troubles, commands),
        ...(troubles.some(({ refused }) => refused) ? registryAdvice(commands) : []),
        ...(troubles.some(({ absent }) => absent) ? absentStory(rollout) : []),
        ...(isLost ? goBack(rollout, commands) : []),
    ];
}

function servingStory({ before, available, wanted }: Rollout): string {
    if (before && before.ready > 0) {
        return `${before.tag} goes on serving, with ${before.ready} of ${wanted} pods.`;
    }
    return available > 0 ? `${available} of ${wanted} pods serve.` : "No pod serves.";
}

function troubleStory({ pod, why }: PodTrouble, logs: LastLogLines): string[] {
    const line = logs[pod];
    return [
        `  pod ${pod}: ${why}`,
        ...(line === undefined ? [] : [`    its log ends: ${shorten(line)}`]),
    ];
}

function look(troubles: readonly PodTrouble[], commands: Commands): string[] {
    return troubles.slice(0, 1).map(({ pod, log }) => {
        const command = log
            ? commands.logs(pod, log.container, log.previous)
            : commands.describe("Pod", pod);
        return `  See why:   ${command}`;
    });
}

/**
 * As long as pods of the best tag run, the updater finds nothing to do: what somebody has committed
 * stays.
 */
function absentStory({ before, image, tag }: Rollout): string[] {
    const there =
        before === undefined ? "one that is there" : `${before.tag}, or another that is there`;
    return [`  The registry has no ${image}:${tag}. Push it, or commit ${there}.`];
}

/** The way back that holds: a revert in Git alone is undone by the updater. */
function goBack({ imageName, image, before, tag }: Rollout, commands: Commands): string[] {
    if (imageName === undefined) {
        return ["  Go back:   revert the commit that has brought this image"];
    }
    const forward = `push a release newer than ${tag} that works.`;
    return before === undefined
        ? [`  Go on:     ${forward}`]
        : [
              `  Go back:   ${commands.pin(imageName, before.tag)}`,
              `             ${commands.up}`,
              ...(before.ready > 0 ? sayInGit(image, before.tag, commands) : []),
              `             ${commands.wait}`,
              `  Or go on:  ${forward}`,
              "  The pin holds until you take it away, once a release that works is in the registry:",
              `             ${commands.unpin(imageName)}`,
              `             ${commands.up}`,
          ];
}

/**
 * The updater compares a pin with the first of the tags that run, not with Git's: as long as pods of
 * the pinned tag are there, it finds nothing to do.
 */
function sayInGit(image: string, tag: string, commands: Commands): string[] {
    return [
        `             Then, because the updater sees ${tag} running and leaves Git alone, commit:`,
        `             ${commands.inGit(image, tag)}`,
    ];
}

const LONGEST_LINE = 300;

function shorten(line: string): string {
    return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
}
