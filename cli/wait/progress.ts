import type { Diagnosis } from "./diagnosis";
import type { Rollout } from "./rollout";

/** The state in a line or a few, to be printed whenever it has changed. */
export function progressLines(diagnosis: Diagnosis): string[] {
    const { sync, health, phase, rollouts } = diagnosis;
    return [
        [sync, ...(phase === undefined ? [] : [`last sync ${phase}`]), health].join(", "),
        ...rollouts.map((rollout) => `  ${rolloutLine(rollout)}`),
        ...hints(diagnosis).map((hint) => `  ${hint}`),
    ];
}

function rolloutLine({
    name,
    tag,
    wanted,
    updated,
    available,
    troubles,
    unbuilt,
}: Rollout): string {
    const counts = `${updated} of ${wanted} updated, ${available} available`;
    // Why an image that was never built cannot be pulled needs no words of the registry.
    const why = unbuilt ? ["not built yet"] : troubles.map((one) => one.why);
    return [`${name} ${tag}: ${counts}`, ...why].join("; ");
}

function hints({ syncTrouble, pending, updaterError }: Diagnosis): string[] {
    return [
        ...(syncTrouble ? [syncTrouble.what, ...syncTrouble.why] : []),
        ...pending.map(({ name, pin }) => `${name}: the updater has yet to commit ${pin ?? ""}`),
        ...(updaterError === undefined ? [] : [`the updater: ${updaterError}`]),
    ];
}
