import type { LabStack } from "../../lab/engine/labStack";
import { UNSET, webhookSettings } from "../../lab/engine/settings";
import type { Lab } from "../../lab/loop/lab";
import type { Installation } from "./hops";
import { installUpstream } from "./upstream";

/** By polling, and without the lab's own intervals: the program's defaults. */
const POLLING = Object.fromEntries(Object.keys(webhookSettings()).map((key) => [key, UNSET]));

/** What a stack must not set that uses the Argo CD of somebody else. */
const OF_AN_INSTALLER = [
    "argoCdChart",
    "argoCdValues",
    "knownHosts",
    "registryEndpoint",
    "updaterChart",
    "updaterValues",
];

/**
 * Makes dev run on one of the three installations.
 *
 * @returns what of the installation is not as the charts have it, where that was looked at
 */
export async function useInstallation(
    name: Installation,
    lab: Lab,
    stack: LabStack,
): Promise<string[]> {
    switch (name) {
        case "webhook":
            await stack.configure(webhookSettings());
            await stack.up();
            return [];
        case "polling":
            await stack.configure(POLLING);
            await stack.up();
            return [];
        case "default": {
            await stack.destroy();
            const differences = await installUpstream(lab);
            await stack.configure({
                ...POLLING,
                ...Object.fromEntries(OF_AN_INSTALLER.map((key) => [key, UNSET])),
                argoCdInstall: { value: "false" },
            });
            await stack.up();
            return differences;
        }
    }
}
