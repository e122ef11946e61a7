import * as components from "../components";
import {
    type Environment,
    environmentFor,
    environmentSettings,
    loadConfig,
    type StackConfig,
} from "../stacks";

/** What a stack is about: known before anything is looked up or made. */
export interface Subject {
    /** Name of the stack. */
    readonly stack: string;
    /** What it means. */
    readonly environment: Environment;
    /** Where it is installed. */
    readonly config: StackConfig;
    /** What its things are called. */
    readonly names: components.AppNames;
    /** Where its repository is, or will be. */
    readonly address: components.GitAddress;
    /** Credentials that pull its images; undefined if everybody may. */
    readonly registry: components.RegistryCredentials | undefined;
    /** What of it is in Git, in the overlay's settings. */
    readonly settings: components.EnvironmentSettings;
    /** Whether other stacks use what this one makes: then it cannot be destroyed. */
    readonly protect: boolean;
}

/**
 * @throws RunError with everything that is wrong with the stack's name or its configuration
 */
export function subjectOf(stack: string): Subject {
    const environment = environmentFor(stack);
    const config = loadConfig(stack, environment);
    const { host, owner } = config.github;
    const names = components.appNames(config.app.name, stack);
    const registry = components.registryCredentials(config.registry);
    return {
        stack,
        environment,
        config,
        names,
        address: { host, owner, name: config.repository.name },
        registry,
        settings: environmentSettings(environment, config, registry && names.pullSecret),
        protect: config.argoCd.usedBy.length > 0,
    };
}
