import type { ResourceValidationPolicy } from "@pulumi/policy";

import { isReference, isSecretKey, shapeOfSecret } from "../inputs/secretKeys";
import type { SeenInputs, SeenResource } from "../inputs/seen";
import { type Leaf, leavesOf } from "../inputs/tree";
import { SECRET } from "../inputs/types";
import { message, type Report } from "./resourceRule";

interface Config {
    readonly allowed?: readonly string[];
}

const MARK =
    "take the value from secret config, or mark it with pulumi.secret(); in Helm values name a key " +
    "of a Secret instead";

/**
 * What is not marked secret is readable in the state, in previews and in logs.
 *
 * The level `remediate` is what makes the SDK show which inputs are marked: the remediation only
 * looks, and changes nothing. Violations are mandatory at this level.
 */
export function noPlainSecret(seen: SeenInputs): ResourceValidationPolicy {
    return {
        name: "no-plain-secret",
        description: "Secrets are marked as such in the inputs of every resource.",
        enforcementLevel: "remediate",
        configSchema: {
            properties: {
                allowed: {
                    type: "array",
                    items: { type: "string" },
                    default: [],
                    description:
                        "Paths of inputs that look like secrets and are none: values.auth.existingToken.",
                },
            },
        },
        remediateResource: ({ type, name, urn, props }) => {
            seen.record({ type, name, urn, leaves: leavesOf(props) });
        },
        validateResource: (args, violation) => {
            const report: Report = (problem, fix) => {
                violation(message(args, problem, fix));
            };
            const resource = seen.get(args.urn);
            if (resource) {
                const { allowed = [] } = args.getConfig<Config>();
                check(resource, new Set(allowed), report);
            } else {
                report(
                    "cannot be judged: which inputs are secret is seen at one level only",
                    'set the level of no-plain-secret to "remediate", or to "disabled"',
                );
            }
        },
    };
}

function check({ type, leaves }: SeenResource, allowed: ReadonlySet<string>, report: Report): void {
    for (const leaf of leaves) {
        const path = leaf.path.join(".");
        const what = leaf.secret === false ? reasonOf(type, leaf, leaves) : undefined;
        if (what !== undefined && !allowed.has(path)) {
            report(`has ${what} in its input ${path}, which is not marked secret`, MARK);
        }
    }
}

/** Why a plain value should not be plain; `undefined` if it may. */
function reasonOf(type: string, leaf: Leaf, leaves: readonly Leaf[]): string | undefined {
    const { path, value } = leaf;
    if (typeof value !== "string" || value === "" || isReference(value)) {
        return undefined;
    }
    if (type === SECRET && ["data", "stringData"].includes(path[0] ?? "")) {
        return "data";
    }
    const key = keyOf(leaf, leaves);
    return isSecretKey(key) ? `the value of "${key}"` : shapeOfSecret(value);
}

/** What a value is called: its key, or in `{name: DB_PASSWORD, value: …}` its name. */
function keyOf({ path }: Leaf, leaves: readonly Leaf[]): string {
    const key = path.at(-1) ?? "";
    if (key !== "value") {
        return key;
    }
    const beside = [...path.slice(0, -1), "name"].join("\0");
    const named = leaves.find((other) => other.path.join("\0") === beside)?.value;
    return typeof named === "string" ? named : key;
}
