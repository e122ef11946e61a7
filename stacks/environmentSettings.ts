import type { EnvironmentSettings } from "../components/manifests/model";

import type { Environment } from "./environment";
import type { StackConfig } from "./stackConfig";

/**
 * What the environment's `settings` folder in the repository says.
 *
 * @param imagePullSecret name of the Secret that pulls the images; absent for public ones
 */
export function environmentSettings(
    environment: Environment,
    config: Pick<StackConfig, "storageClassName">,
    imagePullSecret?: string,
): EnvironmentSettings {
    const { overlay, replicas, resources, storage } = environment;
    const { storageClassName } = config;
    return {
        overlay,
        replicas,
        resources,
        ...(storage && { storage: { ...storage, ...(storageClassName && { storageClassName }) } }),
        ...(imagePullSecret && { imagePullSecret }),
    };
}
