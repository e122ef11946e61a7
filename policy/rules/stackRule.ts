import type { PolicyConfigSchema, PolicyResource, StackValidationPolicy } from "@pulumi/policy";

import { type Branch, treeOf } from "../inputs/tree";
import { stackOf } from "../inputs/urn";
import { message } from "./resourceRule";

/** A resource once everything is previewed or made, as a rule looks at it. */
export interface StackResource {
    readonly type: string;
    readonly name: string;
    readonly urn: string;
    readonly outputs: Branch;
    /** URNs of the resources that a property was made of, by name of the property. */
    readonly dependencies: Readonly<Record<string, readonly string[]>>;
}

/** Says of one resource what is wrong, and how to put it right. */
export type StackReport = (resource: StackResource, problem: string, fix: string) => void;

export interface StackRule<Config extends object> {
    readonly name: string;
    readonly description: string;
    readonly defaults: Config;
    readonly configSchema?: PolicyConfigSchema;
    readonly check: (
        stack: { readonly name: string; readonly resources: readonly StackResource[] },
        report: StackReport,
        config: Config,
    ) => void;
}

/** A mandatory policy out of a rule that looks at all resources of a stack together. */
export function stackRule<Config extends object>(rule: StackRule<Config>): StackValidationPolicy {
    const { name, description, defaults, configSchema, check } = rule;
    return {
        name,
        description,
        enforcementLevel: "mandatory",
        ...(configSchema && { configSchema }),
        validateStack: (args, violation) => {
            const resources = args.resources.map(stackResource);
            const report: StackReport = (resource, problem, fix) => {
                violation(message(resource, problem, fix), resource.urn);
            };
            const stack = { name: stackOf(resources[0]?.urn ?? ""), resources };
            check(stack, report, { ...defaults, ...args.getConfig() });
        },
    };
}

function stackResource(resource: PolicyResource): StackResource {
    const { type, name, urn, props, propertyDependencies } = resource;
    return {
        type,
        name,
        urn,
        outputs: treeOf(props),
        dependencies: Object.fromEntries(
            Object.entries(propertyDependencies).map(([property, on]) => [
                property,
                on.map((each) => each.urn),
            ]),
        ),
    };
}
