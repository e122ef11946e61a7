import type { StackValidationPolicy } from "@pulumi/policy";

import { isPublicField, isSecretKey } from "../inputs/secretKeys";
import type { SeenInputs, SeenResource } from "../inputs/seen";
import type { Leaf } from "../inputs/tree";
import { SECRET } from "../inputs/types";
import { message } from "./resourceRule";

interface Config {
    readonly shortest?: number;
}

/** A secret, and where it was seen. */
interface Known {
    readonly resource: SeenResource;
    readonly path: string;
    /** Texts that give it away: itself, encoded, or a line of it. */
    readonly traces: readonly string[];
}

/** Values shorter than this are found by chance. */
const SHORTEST = 12;
const SHORTEST_LINE = 32;

/**
 * Whatever it is called there: a value that is secret in one place is in no plain place, such as
 * Helm values, annotations, ConfigMaps and files of the repository.
 */
export function noRepeatedSecret(seen: SeenInputs): StackValidationPolicy {
    return {
        name: "no-secret-in-a-second-place",
        description: "What is secret in one input is plain in no other.",
        enforcementLevel: "mandatory",
        configSchema: {
            properties: {
                shortest: {
                    type: "integer",
                    minimum: 4,
                    default: SHORTEST,
                    description: "Characters of the shortest secret that is looked for.",
                },
            },
        },
        validateStack: (args, violation) => {
            const { shortest = SHORTEST } = args.getConfig<Config>();
            const resources = seen.all();
            const secrets = resources.flatMap((resource) => secretsOf(resource, shortest));
            for (const resource of resources) {
                for (const { path, value, secret } of resource.leaves) {
                    const known =
                        secret === false && typeof value === "string"
                            ? secrets.find(({ traces }) =>
                                  traces.some((trace) => value.includes(trace)),
                              )
                            : undefined;
                    if (known) {
                        const text = message(
                            resource,
                            `has in its input ${path.join(".")}, which is not marked secret, what ` +
                                `is secret in ${known.path} of "${known.resource.name}"`,
                            "refer to the Secret there, by its name and key",
                        );
                        violation(text, resource.urn);
                    }
                }
            }
        },
    };
}

function secretsOf(resource: SeenResource, shortest: number): Known[] {
    return resource.leaves.flatMap((leaf) => {
        const { path, value } = leaf;
        return typeof value === "string" && value.length >= shortest && isKept(resource, leaf)
            ? [{ resource, path: path.join("."), traces: tracesOf(value, path) }]
            : [];
    });
}

/** Whether a value is a secret itself, and not only kept beside one. */
function isKept({ type }: SeenResource, { path, secret }: Leaf): boolean {
    const key = path.at(-1) ?? "";
    if (secret === "within") {
        return type === SECRET ? !isPublicField(key) : isSecretKey(key);
    }
    return secret === "value" && !isPublicField(key);
}

function tracesOf(value: string, path: readonly string[]): string[] {
    const decoded = path[0] === "data" ? Buffer.from(value, "base64").toString("utf8") : undefined;
    const texts = decoded === undefined ? [value] : [value, decoded];
    return texts.flatMap((text) => [
        text.trim(),
        Buffer.from(text).toString("base64"),
        // A key that is indented in YAML has none of its ends where they were.
        ...(text.includes("\n") ? text.split("\n").map((line) => line.trim()) : []).filter(
            (line) => line.length >= SHORTEST_LINE && !line.startsWith("-----"),
        ),
    ]);
}
