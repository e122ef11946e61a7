/** Turns schemas of OpenAPI 3.0 into JSON Schema, with only the components they need. */
import { component } from "./document";

type Json = Record<string, unknown>;

/** Keywords that say nothing about validity, or that JSON Schema spells otherwise. */
const dropped = new Set([
    "deprecated",
    "description",
    "discriminator",
    "example",
    "examples",
    "externalDocs",
    "nullable",
    "title",
    "xml",
]);

/** A self-contained JSON Schema. */
export function jsonSchema(schema: unknown): Json {
    const definitions: Json = {};
    const converted = convert(schema, definitions);
    return { ...(isObject(converted) ? converted : {}), definitions };
}

function isObject(value: unknown): value is Json {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function convert(schema: unknown, definitions: Json): unknown {
    if (Array.isArray(schema)) {
        return schema.map((item: unknown) => convert(item, definitions));
    }
    if (!isObject(schema)) {
        return schema;
    }
    if (typeof schema.$ref === "string") {
        return { $ref: define(schema.$ref, definitions) };
    }
    const plain: Json = {};
    for (const [key, value] of Object.entries(schema)) {
        if (key === "properties" && isObject(value)) {
            // Property names are not keywords: "description" and "title" are properties, too.
            plain.properties = Object.fromEntries(
                Object.entries(value).map(([name, item]) => [name, convert(item, definitions)]),
            );
        } else if (!dropped.has(key) && !key.startsWith("x-")) {
            plain[key] = convert(value, definitions);
        }
    }
    return schema.nullable === true ? { anyOf: [plain, { type: "null" }] } : plain;
}

function define(pointer: string, definitions: Json): string {
    const name = pointer.split("/").at(-1) ?? "";
    if (!(name in definitions)) {
        // Put there before it is converted: schemas refer to themselves.
        definitions[name] = true;
        definitions[name] = convert(component(pointer), definitions);
    }
    return `#/definitions/${name}`;
}
