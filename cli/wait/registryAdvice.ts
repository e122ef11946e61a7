import type { Commands } from "./commands";

/** What to do where the registry does not let pods or updater in. */
export function registryAdvice({ secret, up }: Commands): string[] {
    return [
        "  The registry wants other credentials, or any: set those of a user that may pull, on ghcr.io",
        "  with a classic token that has read:packages.",
        `             ${secret("registryUsername")}`,
        `             ${secret("registryPassword")}`,
        `             ${up}`,
    ];
}
