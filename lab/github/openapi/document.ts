/** GitHub's published API description, in the edition for GitHub Enterprise Server. */
import fs from "node:fs";
import { z } from "zod";

/** The newest Enterprise edition that @octokit/openapi 23 carries: its paths are those below /api/v3. */
const file = "@octokit/openapi/generated/ghes-3.19.json";

const media = z.record(z.string(), z.object({ schema: z.unknown() }));
const reference = z.object({ $ref: z.string() });
const answer = z.object({ content: media.optional() });
const parameter = z.object({
    name: z.string(),
    in: z.string(),
    required: z.boolean().optional(),
    schema: z.unknown(),
});

const operation = z.object({
    operationId: z.string(),
    parameters: z.array(z.union([reference, parameter])).optional(),
    requestBody: z.object({ required: z.boolean().optional(), content: media }).optional(),
    responses: z.record(z.string(), z.union([reference, answer])),
});
export type Operation = z.infer<typeof operation>;
export type Parameter = z.infer<typeof parameter>;
export type Answer = z.infer<typeof answer>;

interface RawDocument {
    readonly paths: Record<string, Record<string, unknown>>;
    readonly "x-webhooks": Record<string, { readonly post: unknown }>;
    readonly components: Record<string, Record<string, unknown>>;
}

let loaded: RawDocument | undefined;

/** 11 MB of JSON: read when the first request needs it, once (about 150 ms). */
function document(): RawDocument {
    loaded ??= JSON.parse(fs.readFileSync(require.resolve(file), "utf8")) as RawDocument;
    return loaded;
}

/** @param template path with parameters in braces, as in the description */
export function findOperation(method: string, template: string): Operation | undefined {
    const raw = document().paths[template]?.[method.toLowerCase()];
    return raw === undefined ? undefined : operation.parse(raw);
}

/** The schema of a webhook's JSON payload: `push`, `ping`, `package-published`. */
export function webhookSchema(name: string): unknown {
    const raw = document()["x-webhooks"][name];
    return raw && operation.parse(raw.post).requestBody?.content["application/json"]?.schema;
}

/** What `#/components/<kind>/<name>` points to. */
export function component(pointer: string): unknown {
    const [kind = "", name = ""] = pointer.replace("#/components/", "").split("/");
    const found = document().components[kind]?.[name];
    if (found === undefined) {
        throw new Error(`${file} has no ${pointer}`);
    }
    return found;
}

export function resolveParameter(item: Parameter | z.infer<typeof reference>): Parameter {
    return "$ref" in item ? parameter.parse(component(item.$ref)) : item;
}

export function resolveAnswer(item: Answer | z.infer<typeof reference>): Answer {
    return "$ref" in item ? answer.parse(component(item.$ref)) : item;
}
