import {
    type Policies,
    type PolicyResource,
    type PolicyResourceOptions,
    type ResourceValidationArgs,
    Secret,
} from "@pulumi/policy";
import * as sdk from "@pulumi/policy";

import { makeRules } from "../../../policy/rules";

/** The SDK exports it, but its type got lost there. */
const { unknownCheckingProxy } = sdk as unknown as {
    readonly unknownCheckingProxy: (props: unknown) => Record<string, unknown>;
};

/** A resource as a test describes it. */
export interface Given {
    readonly type: string;
    readonly name?: string;
    readonly stack?: string;
    /** Secrets are `new Secret(…)`, what is unknown is `pulumi.runtime.unknownValue`. */
    readonly inputs?: Readonly<Record<string, unknown>>;
    /** What the provider answers; the inputs if absent. */
    readonly outputs?: Readonly<Record<string, unknown>>;
    /** URN of the parent; a component if absent. */
    readonly parent?: string;
    /** Name of the provider. */
    readonly provider?: string;
    /** URNs that a property was made of. */
    readonly dependencies?: Readonly<Record<string, readonly string[]>>;
}

/** What a rule has against a resource. */
export interface Violation {
    readonly rule: string;
    readonly urn: string | undefined;
    readonly message: string;
}

export interface Judging {
    /** Configuration by name of the rule. */
    readonly config?: Readonly<Record<string, object>>;
    /** Levels that a user sets, by name of the rule. */
    readonly levels?: Readonly<Record<string, string>>;
}

export function urnOf({ type, name = "it", stack = "dev" }: Given): string {
    return `urn:pulumi:${stack}::argocd-image-drift::${type}::${name}`;
}

/**
 * Has all rules judge resources as the engine and the policy SDK do: a remediation that sees
 * secrets, a validation that does not, both behind a trap for what is unknown; then the stack.
 */
export async function judge(
    given: readonly Given[],
    { config = {}, levels = {} }: Judging = {},
    rules: Policies = makeRules(),
): Promise<Violation[]> {
    const violations: Violation[] = [];
    const resources = stackResources(given);
    for (const rule of rules) {
        const level = levels[rule.name] ?? rule.enforcementLevel;
        if (level === "disabled") {
            continue;
        }
        const report = (message: string, urn?: string) => {
            violations.push({ rule: rule.name, urn, message });
        };
        const getConfig: ResourceValidationArgs["getConfig"] = () =>
            (config[rule.name] ?? {}) as never;
        const common = { getConfig, stackTags: new Map<string, string>(), notApplicable };
        if ("validateStack" in rule) {
            await rule.validateStack({ resources, ...common }, report);
            continue;
        }
        for (const each of given) {
            const urn = urnOf(each);
            const args = (props: object): ResourceValidationArgs => ({
                ...described(each),
                ...common,
                props: unknownCheckingProxy(props),
                ...(each.provider !== undefined && { provider: provider(each.provider) }),
            });
            if (level === "remediate") {
                const changed: unknown = await rule.remediateResource?.(args({ ...each.inputs }));
                if (changed !== undefined) {
                    throw new Error(`${rule.name} changes ${urn}`);
                }
            }
            for (const validation of [rule.validateResource ?? []].flat()) {
                await validation(args(revealed(each.inputs ?? {}) as object), (message) => {
                    report(message, urn);
                });
            }
        }
    }
    return violations;
}

/** Names of the rules that have something against the resources. */
export async function broken(given: readonly Given[], judging?: Judging): Promise<string[]> {
    return [...new Set((await judge(given, judging)).map(({ rule }) => rule))];
}

function stackResources(given: readonly Given[]): PolicyResource[] {
    const resources = given.map((each): PolicyResource => ({
        ...described(each),
        props: unknownCheckingProxy(revealed(each.outputs ?? each.inputs ?? {})),
        dependencies: [],
        propertyDependencies: {},
    }));
    given.forEach(({ dependencies = {} }, index) => {
        const resource = resources[index];
        for (const [property, urns] of Object.entries(dependencies)) {
            if (resource) {
                resource.propertyDependencies[property] = resources.filter(({ urn }) =>
                    urns.includes(urn),
                );
            }
        }
    });
    return resources;
}

function described(given: Given) {
    return {
        type: given.type,
        name: given.name ?? "it",
        urn: urnOf(given),
        opts: options(given.parent ?? urnOf({ type: "argocd-image-drift:index:ArgoCd" })),
        isType: () => false,
        asType: () => undefined,
    };
}

function options(parent: string): PolicyResourceOptions {
    return {
        protect: false,
        ignoreChanges: [],
        aliases: [],
        customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
        additionalSecretOutputs: [],
        parent,
    };
}

function provider(name: string) {
    return { type: "", props: {}, urn: "", name };
}

function notApplicable(): never {
    throw new Error("no rule asks for that");
}

function revealed(value: unknown): unknown {
    if (value instanceof Secret) {
        return revealed(value.value);
    }
    if (Array.isArray(value)) {
        return value.map(revealed);
    }
    return typeof value === "object" && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revealed(each)]))
        : value;
}
