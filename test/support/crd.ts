import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

const FIXTURES = path.join(__dirname, "..", "fixtures", "crds");

interface Fixture {
    readonly apiVersion: string;
    readonly kind: string;
    readonly schema: object;
}

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);

const validators = new Map<string, ValidateFunction>(
    fs
        .readdirSync(FIXTURES)
        .map((name) => JSON.parse(fs.readFileSync(path.join(FIXTURES, name), "utf8")) as Fixture)
        .map((fixture) => [key(fixture), ajv.compile(fixture.schema)]),
);

/** What the API server would say of a custom resource: one line a problem, none if it is valid. */
export function customResourceProblems(object: {
    readonly apiVersion: string;
    readonly kind: string;
}): string[] {
    const validate = validators.get(key(object));
    assert.ok(validate, `no CRD fixture for ${key(object)}: see scripts/crdFixtures.ts`);
    // As it is sent: JSON has no `undefined`.
    validate(JSON.parse(JSON.stringify(object)));
    return (validate.errors ?? []).map(
        (error) => `${error.instancePath} ${error.message ?? ""} ${JSON.stringify(error.params)}`,
    );
}

/** Asserts that the API server would take a custom resource, unknown fields refused. */
export function assertValidCustomResource(object: {
    readonly apiVersion: string;
    readonly kind: string;
}): void {
    assert.deepEqual(customResourceProblems(object), []);
}

function key(object: { readonly apiVersion: string; readonly kind: string }): string {
    return `${object.apiVersion} ${object.kind}`;
}
