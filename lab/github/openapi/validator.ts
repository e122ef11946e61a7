/** Holds requests and answers to GitHub's description of its API. */
import Ajv, { type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import {
    findOperation,
    resolveAnswer,
    resolveParameter,
    webhookSchema,
    type Operation,
} from "./document";
import { jsonSchema } from "./schema";
import { amendRequest } from "./amendments";

type Check = (value: unknown) => string | undefined;

/** What GitHub answers when something is wrong, where the description does not say. */
const errorBody = {
    type: "object",
    properties: { message: { type: "string" }, documentation_url: { type: "string" } },
    required: ["message"],
};

/** An operation with its compiled schemas. */
export interface CheckedOperation {
    /** What is wrong with a request's body, if anything. */
    body(value: unknown): string | undefined;
    /** What is wrong with a request's query, if anything. */
    query(value: URLSearchParams): string | undefined;
    /** What is wrong with an answer, if anything. */
    answer(status: number, value: unknown): string | undefined;
}

const ajv = addFormats(new Ajv({ strict: false, allErrors: true, logger: false }));
const coercing = addFormats(
    new Ajv({ strict: false, allErrors: true, logger: false, coerceTypes: true }),
);
const checked = new Map<string, CheckedOperation>();

/**
 * Looks an operation up and compiles what it needs, once.
 * @throws Error if GitHub's description does not have it
 */
export function checkedOperation(method: string, template: string): CheckedOperation {
    const name = `${method} ${template}`;
    const known = checked.get(name);
    if (known) {
        return known;
    }
    const operation = findOperation(method, template);
    if (!operation) {
        throw new Error(`GitHub's description has no ${name}`);
    }
    const made = compileOperation(name, operation);
    checked.set(name, made);
    return made;
}

/** What is wrong with a webhook's payload, if anything; `name` as in {@link webhookSchema}. */
export function checkWebhook(name: string, payload: unknown): string | undefined {
    const schema = webhookSchema(name);
    if (schema === undefined) {
        throw new Error(`GitHub's description has no webhook ${name}`);
    }
    return check(ajv.compile(jsonSchema(schema)))(payload);
}

function compileOperation(name: string, operation: Operation): CheckedOperation {
    const body = operation.requestBody?.content["application/json"]?.schema;
    const checkBody = lazily(() => check(ajv.compile(jsonSchema(amendRequest(name, body)))));
    const checkQuery = lazily(() => check(coercing.compile(querySchema(operation))));
    const answers = new Map<number, Check>();
    return {
        body(value) {
            if (body === undefined || (value === undefined && !operation.requestBody?.required)) {
                return undefined;
            }
            return checkBody()(value);
        },
        query: (value) => checkQuery()(Object.fromEntries(value)),
        answer(status, value) {
            const checkAnswer = answers.get(status) ?? answerCheck(operation, status);
            answers.set(status, checkAnswer);
            return checkAnswer(value);
        },
    };
}

function querySchema(operation: Operation): object {
    const parameters = (operation.parameters ?? [])
        .map(resolveParameter)
        .filter((parameter) => parameter.in === "query");
    return jsonSchema({
        type: "object",
        properties: Object.fromEntries(parameters.map((item) => [item.name, item.schema])),
        required: parameters.filter((item) => item.required).map((item) => item.name),
    });
}

function answerCheck(operation: Operation, status: number): Check {
    const described = operation.responses[String(status)];
    if (described === undefined) {
        return status >= 400
            ? check(ajv.compile(errorBody))
            : () => `status ${status} is not among the described ones`;
    }
    const schema = resolveAnswer(described).content?.["application/json"]?.schema;
    if (schema === undefined) {
        return (value) => (value === undefined || status >= 300 ? undefined : "a body was sent");
    }
    return check(ajv.compile(jsonSchema(schema)));
}

function check(validate: ValidateFunction): Check {
    return (value) => (validate(value) ? undefined : explain(validate));
}

function explain(validate: ValidateFunction): string {
    const reasons = (validate.errors ?? []).map(
        (error) => `${error.instancePath || "/"} ${error.message ?? error.keyword}`,
    );
    return [...new Set(reasons)].slice(0, 8).join("; ");
}

function lazily<T>(make: () => T): () => T {
    let made: { value: T } | undefined;
    return () => (made ??= { value: make() }).value;
}
