import type {
    PolicyConfigSchema,
    PolicyResourceOptions,
    ResourceValidationPolicy,
} from "@pulumi/policy";

import { type Branch, treeOf } from "../inputs/tree";
import { stackOf } from "../inputs/urn";

/** A resource before it is made, as a rule looks at it. */
export interface RuledResource {
    readonly type: string;
    readonly name: string;
    readonly urn: string;
    /** Name of its stack. */
    readonly stack: string;
    readonly inputs: Branch;
    readonly opts: PolicyResourceOptions;
    /** Name of its provider; none for components, and for providers themselves. */
    readonly provider?: string;
}

/**
 * Says what is wrong, and how to put it right. The resource is named by whoever is told.
 *
 * @param problem goes on from the resource's name: `has no secret`
 * @param fix an order: `set the secret`
 */
export type Report = (problem: string, fix: string) => void;

export interface ResourceRule<Config extends object> {
    readonly name: string;
    readonly description: string;
    /** Resource types the rule is about; all if absent. */
    readonly types?: readonly string[];
    /** Configuration that nobody has set. */
    readonly defaults: Config;
    readonly configSchema?: PolicyConfigSchema;
    readonly check: (resource: RuledResource, report: Report, config: Config) => void;
}

/** A mandatory policy out of a rule that looks at one resource at a time. */
export function resourceRule<Config extends object>(
    rule: ResourceRule<Config>,
): ResourceValidationPolicy {
    const { name, description, types, defaults, configSchema, check } = rule;
    return {
        name,
        description,
        enforcementLevel: "mandatory",
        ...(configSchema && { configSchema }),
        validateResource: (args, violation) => {
            if (types && !types.includes(args.type)) {
                return;
            }
            const resource: RuledResource = {
                type: args.type,
                name: args.name,
                urn: args.urn,
                stack: stackOf(args.urn),
                inputs: treeOf(args.props),
                opts: args.opts,
                ...(args.provider && { provider: args.provider.name }),
            };
            const report: Report = (problem, fix) => {
                violation(message(args, problem, fix));
            };
            check(resource, report, { ...defaults, ...args.getConfig() });
        },
    };
}

/** What a user reads of a violation. */
export function message(
    resource: { readonly type: string; readonly name: string },
    problem: string,
    fix: string,
): string {
    const kind = resource.type.split(":").at(-1) ?? resource.type;
    return `${kind} "${resource.name}" ${problem}. To fix it: ${fix}.`;
}
