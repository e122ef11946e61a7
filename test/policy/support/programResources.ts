import * as pulumi from "@pulumi/pulumi";
import { Secret } from "@pulumi/policy";

import { type ProgramOptions, type ProgramRun, runProgram } from "../../support/program";
import type { Registered } from "../../support/registry";
import { valueOf } from "../../support/registry";
import { type Given, urnOf } from "./judge";

/** Type of the keys that the program makes. */
export const KEY = "tls:index/privateKey:PrivateKey";

/** All that the program registers in a stack, as the policy pack is told it. */
export async function programResources(
    stack: string,
    config: Readonly<Record<string, string>> = {},
    options: ProgramOptions = {},
): Promise<Given[]> {
    const run = await runProgram(stack, config, {
        ...options,
        outputs: { ...(options.preview !== true && { [KEY]: keysNamed }), ...options.outputs },
    });
    // What is only read is not the engine's to judge.
    const made = run.registry.resources.filter(({ id }) => id === "");
    return Promise.all(made.map((resource) => given(run, resource, made, stack)));
}

/** Keys that can be told apart, as real ones can. */
function keysNamed(_inputs: unknown, _id: string, name: string): Record<string, unknown> {
    return {
        privateKeyOpenssh: secretEnvelope(`canary-private-key-of-${name}`),
        publicKeyOpenssh: `ssh-ed25519 AAAA-public-key-of-${name}\n`,
    };
}

function secretEnvelope(value: string): unknown {
    return { [SIGNATURE]: SECRET_SIGNATURE, value };
}

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

async function given(
    { registry }: ProgramRun,
    resource: Registered,
    all: readonly Registered[],
    stack: string,
): Promise<Given> {
    const { type, name, provider } = resource;
    const parent = registry.options.get(`${type} ${name}`)?.options.parent;
    return {
        type,
        name,
        stack,
        inputs: withSecrets(resource.told) as Record<string, unknown>,
        parent: parent ? await valueOf(parent.urn) : "",
        ...(provider !== "" && { provider: provider.split("::").at(-2) ?? "" }),
        dependencies: Object.fromEntries(
            Object.entries(resource.inputs).map(([property, value]) => [
                property,
                keysIn(value, all).map((key) => urnOf({ type: KEY, name: key, stack })),
            ]),
        ),
    };
}

/** A property with a half of a key in it was made of that key. */
function keysIn(value: unknown, all: readonly Registered[]): string[] {
    const text = JSON.stringify(value);
    return all
        .filter(({ type }) => type === KEY)
        .map(({ name }) => name)
        .filter((name) => text.includes(`-key-of-${name}`));
}

function withSecrets(value: unknown): unknown {
    if (pulumi.runtime.isRpcSecret(value)) {
        return new Secret(withSecrets(pulumi.runtime.unwrapRpcSecret(value)));
    }
    if (Array.isArray(value)) {
        return value.map(withSecrets);
    }
    if (typeof value === "object" && value !== null && "__pulumiUnknown" in value) {
        return pulumi.runtime.unknownValue;
    }
    return typeof value === "object" && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withSecrets(each)]))
        : value;
}
