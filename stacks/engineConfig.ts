import * as pulumi from "@pulumi/pulumi";

import type { Source } from "./config/parse";
import type { Problem } from "./config/problem";

// The SDK has this function at run time and keeps it out of its types; there is no other way to
// learn which values the engine decrypted. A test holds that it is there.
declare module "@pulumi/pulumi/runtime/config" {
    export function isConfigSecret(key: string): boolean;
}

/** The stack's configuration in the project's namespace, as the engine hands it over. */
export function engineConfig(stack: string): Source {
    const prefix = `${pulumi.getProject()}:`;
    const entries = Object.entries(pulumi.runtime.allConfig())
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, value]) => [key.slice(prefix.length), value] as const);
    return {
        stack,
        values: Object.fromEntries(entries),
        secretKeys: new Set(
            entries
                .map(([key]) => key)
                .filter((key) => pulumi.runtime.isConfigSecret(`${prefix}${key}`)),
        ),
    };
}

const PROVIDER_KEYS: Readonly<Record<string, string>> = {
    github: "githubOwner, githubToken and githubBaseUrl",
    kubernetes: "kubeconfig and kubeContext",
};

/** Keys of providers: they have no effect, because every provider is an explicit one. */
export function providerProblems(stack: string): Problem[] {
    return Object.keys(pulumi.runtime.allConfig()).flatMap((key): Problem[] => {
        const instead = PROVIDER_KEYS[key.split(":")[0] ?? ""];
        return instead === undefined
            ? []
            : [
                  {
                      key,
                      reason: "has no effect: the program makes its providers itself",
                      allowed: instead,
                      fix: [`pulumi config rm --stack ${stack} ${key}`],
                  },
              ];
    });
}
