import * as pulumi from "@pulumi/pulumi";

import { checkConfig } from "./config/checkConfig";
import { describeProblems } from "./config/problem";
import { engineConfig, providerProblems } from "./engineConfig";
import { environmentProblems } from "./environmentProblems";
import type { Environment } from "./environment";
import { environments } from "./environments";
import type { PlainConfig, StackConfig } from "./stackConfig";

/**
 * The stack's configuration, checked and complete. Nothing else reads it, and it has to be called
 * before any resource is made.
 *
 * @throws RunError with everything that is wrong, for each the key, the value (never a secret's),
 *     what is allowed and the command that puts it right.
 */
export function loadConfig(stack: string, environment: Environment): StackConfig {
    const { config, problems } = checkConfig(
        engineConfig(stack),
        environment,
        Object.keys(environments),
    );
    const all = [
        ...problems,
        ...providerProblems(stack),
        ...environmentProblems(config?.github.owner),
    ];
    if (config === undefined || all.length > 0) {
        throw new pulumi.RunError(describeProblems(stack, all));
    }
    return withSecrets(config);
}

function withSecrets(config: PlainConfig): StackConfig {
    const { github, cluster, git, registry, secrets } = config;
    return {
        ...config,
        github: { ...github, token: pulumi.secret(github.token) },
        cluster: { ...cluster, kubeconfig: secret(cluster.kubeconfig) },
        git: {
            ...git,
            token: secret(git.token),
            app: git.app && { ...git.app, privateKey: pulumi.secret(git.app.privateKey) },
        },
        registry: {
            ...registry,
            username: secret(registry.username),
            password: secret(registry.password),
        },
        secrets: secrets && pulumi.secret(secrets),
    };
}

function secret(text: string | undefined): pulumi.Output<string> | undefined {
    return text === undefined ? undefined : pulumi.secret(text);
}
