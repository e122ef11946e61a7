/**
 * Writes test/fixtures/crds: the schemas our custom resources are checked against, taken from the
 * Go modules the lab builds Argo CD and the Image Updater from. Run it after a change of their
 * versions in lab/tools/modules/cluster/go.mod: npx tsx scripts/crdFixtures.ts
 */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const ROOT = path.join(__dirname, "..");
const MODULES = path.join(ROOT, "lab", "tools", "modules", "cluster");
const FIXTURES = path.join(ROOT, "test", "fixtures", "crds");

const SOURCES = [
    {
        module: "github.com/argoproj/argo-cd/v3",
        files: ["manifests/crds/application-crd.yaml", "manifests/crds/appproject-crd.yaml"],
    },
    {
        module: "github.com/argoproj-labs/argocd-image-updater",
        files: ["config/crd/bases/argocd-image-updater.argoproj.io_imageupdaters.yaml"],
    },
];

const Schema = z.record(z.string(), z.unknown());
type Schema = z.infer<typeof Schema>;

const Definition = z.object({
    spec: z.object({
        group: z.string(),
        names: z.object({ kind: z.string(), singular: z.string() }),
        versions: z.tuple([
            z.object({ name: z.string(), schema: z.object({ openAPIV3Schema: Schema }) }),
        ]),
    }),
});

/** Keywords that say nothing about what is valid, or nothing a JSON schema validator knows. */
const DROPPED = /^(description|title|example|x-kubernetes-.*)$/;

/** Parts of an object that users do not write. */
const NOT_OURS = ["status", "operation"];

function main(): void {
    fs.mkdirSync(FIXTURES, { recursive: true });
    for (const { module, files } of SOURCES) {
        const { directory, version } = locate(module);
        for (const file of files) {
            const text = fs.readFileSync(path.join(directory, file), "utf8");
            const { spec } = Definition.parse(parse(text));
            const [{ name, schema }] = spec.versions;
            const target = path.join(FIXTURES, `${spec.names.singular}.json`);
            const fixture = {
                $comment: `From ${module}@${version} ${file} by scripts/crdFixtures.ts: without descriptions, unknown fields refused.`,
                apiVersion: `${spec.group}/${name}`,
                kind: spec.names.kind,
                schema: strict(withoutForeignParts(schema.openAPIV3Schema)),
            };
            fs.writeFileSync(target, `${JSON.stringify(fixture, null, 1)}\n`);
            console.log(`${path.relative(ROOT, target)}: ${module}@${version}`);
        }
    }
}

function locate(module: string): { directory: string; version: string } {
    const go = (...args: string[]): string =>
        execFileSync("go", args, { cwd: MODULES, encoding: "utf8" });
    go("mod", "download", module);
    const [directory, version] = go("list", "-m", "-f", "{{.Dir}}\n{{.Version}}", module).split(
        "\n",
    );
    if (!directory || !version) throw new Error(`go list -m says nothing of ${module}`);
    return { directory, version };
}

function withoutForeignParts(schema: Schema): Schema {
    const properties = Object.entries(Schema.parse(schema.properties)).filter(
        ([name]) => !NOT_OURS.includes(name),
    );
    return { ...schema, properties: Object.fromEntries(properties) };
}

/** The same schema without decoration; objects with known fields have no others. */
function strict(schema: Schema): Schema {
    const result = Object.fromEntries(
        Object.entries(schema)
            .filter(([keyword]) => !DROPPED.test(keyword))
            .map(([keyword, value]) => [keyword, strictKeyword(keyword, value)]),
    );
    const open = schema["x-kubernetes-preserve-unknown-fields"] === true;
    if (schema.properties !== undefined && !open) result.additionalProperties = false;
    return result;
}

function strictKeyword(keyword: string, value: unknown): unknown {
    switch (keyword) {
        case "properties":
            // A field may be called `description`: only keywords are dropped.
            return Object.fromEntries(
                Object.entries(Schema.parse(value)).map(([name, schema]) => [
                    name,
                    strict(Schema.parse(schema)),
                ]),
            );
        case "items":
            return strict(Schema.parse(value));
        case "additionalProperties":
            return typeof value === "boolean" ? value : strict(Schema.parse(value));
        case "anyOf":
        case "oneOf":
        case "allOf":
            return z
                .array(Schema)
                .parse(value)
                .map((schema) => strict(schema));
        default:
            return value;
    }
}

main();
