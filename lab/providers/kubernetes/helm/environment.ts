import { isProperties, Properties, Value } from "../../protocol/values";

/** Settings of the provider's `helmReleaseSettings`, by the variable that tells the helm CLI. */
const VARIABLES: Readonly<Record<string, string>> = {
    driver: "HELM_DRIVER",
    pluginsPath: "HELM_PLUGINS",
    registryConfigPath: "HELM_REGISTRY_CONFIG",
    repositoryCache: "HELM_REPOSITORY_CACHE",
    repositoryConfigPath: "HELM_REPOSITORY_CONFIG",
};

/** The same settings, as variables that pulumi itself is started with. */
const AMBIENT: Readonly<Record<string, string>> = {
    driver: "PULUMI_K8S_HELM_DRIVER",
    pluginsPath: "PULUMI_K8S_HELM_PLUGINS_PATH",
    registryConfigPath: "PULUMI_K8S_HELM_REGISTRY_CONFIG_PATH",
    repositoryCache: "PULUMI_K8S_HELM_REPOSITORY_CACHE",
    repositoryConfigPath: "PULUMI_K8S_HELM_REPOSITORY_CONFIG_PATH",
};

/**
 * helm's environment from the provider's `helmReleaseSettings`, a JSON object.
 *
 * @throws if it is no JSON
 */
export function helmEnvironment(settings: string | undefined): Record<string, string> {
    const parsed = settings ? (JSON.parse(settings) as Value) : {};
    const given: Properties = isProperties(parsed) ? parsed : {};
    const environment: Record<string, string> = { HELM_DRIVER: "secret" };
    for (const [key, variable] of Object.entries(VARIABLES)) {
        const value = given[key] ?? process.env[AMBIENT[key] ?? ""];
        if (typeof value === "string" && value !== "") {
            environment[variable] = value;
        }
    }
    return environment;
}
