import { parseArgs } from "node:util";

import { Misuse } from "../wait/arguments";

export interface StackInitArguments {
    /** As `pulumi stack ls` has it: `prod`, or `acme/argocd-image-drift/prod`. */
    readonly stack: string;
    /** Name of the environment and of the stack file: `prod`. */
    readonly environment: string;
    /** Handed to `pulumi stack init` as it is: `passphrase`, `awskms://alias/gitops?region=…`. */
    readonly secretsProvider?: string;
}

export const USAGE = `Usage: npm run stack:init -- STACK [--secrets-provider URL]

Makes a stack, or goes on where an earlier run has stopped: completes Pulumi.STACK.yaml with what can
be found out (nothing that is set there is changed), runs \`pulumi stack init\` if the stack is not
there yet, and lists what is missing, each with its command. Asks nothing, and prints no secret.

  STACK                an environment of stacks/: dev, staging, prod
  --secrets-provider   what encrypts the stack's secrets: passphrase, awskms://…, azurekeyvault://…,
                       gcpkms://…, hashivault://…; the backend's default if not given
                       (docs/backends.md)

Exit code: 0 ready for \`pulumi preview\`, 1 something is missing, 2 nothing was done.
`;

/** @throws Misuse */
export function readArguments(args: readonly string[]): StackInitArguments {
    const { positionals, values } = parse(args);
    const [stack, ...others] = positionals;
    if (stack === undefined || stack === "") {
        throw new Misuse("which stack?");
    }
    if (others.length > 0) {
        throw new Misuse(`one stack at a time, not also ${others.join(", ")}`);
    }
    const secretsProvider = values["secrets-provider"];
    if (secretsProvider === "") {
        throw new Misuse("--secrets-provider: which one?");
    }
    return {
        stack,
        environment: stack.split("/").at(-1) ?? stack,
        ...(secretsProvider !== undefined && { secretsProvider }),
    };
}

function parse(args: readonly string[]) {
    try {
        return parseArgs({
            args: [...args],
            allowPositionals: true,
            options: { "secrets-provider": { type: "string" } },
        });
    } catch (error) {
        throw new Misuse((error as Error).message);
    }
}
