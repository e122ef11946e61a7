/** Version of Kubernetes whose schemas pull requests are checked against. */
export const SCHEMAS_VERSION = "1.34.2";

/**
 * Writes a JSON schema for each kind of Kubernetes to `$RUNNER_TEMP/schemas`, in Node, from the API
 * description in the Go module of Kubernetes: Go checks it against its checksum database.
 */
export const SCHEMAS_SCRIPT = `const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const target = path.join(process.env.RUNNER_TEMP, "schemas");
fs.mkdirSync(target, { recursive: true });
const download = ["mod", "download", "-json", "k8s.io/kubernetes@v${SCHEMAS_VERSION}"];
// Outside of the checkout, whose go.mod may ask for other things.
const { Dir } = JSON.parse(execFileSync("go", download, { cwd: target, encoding: "utf8" }));
const { definitions } = JSON.parse(
    fs.readFileSync(path.join(Dir, "api/openapi-spec/swagger.json"), "utf8"),
);

// What the API takes besides what it describes.
definitions["io.k8s.apimachinery.pkg.util.intstr.IntOrString"] = { type: ["integer", "string"] };
definitions["io.k8s.apimachinery.pkg.api.resource.Quantity"] = { type: ["number", "string"] };
definitions["io.k8s.apimachinery.pkg.apis.meta.v1.Time"] = { type: ["string", "null"] };
// Fields that the API does not know are mistyped ones.
for (const definition of Object.values(definitions)) {
    if (definition.properties) definition.additionalProperties ??= false;
}

// A definition by its reference, and all that it refers to.
const prefix = "#/definitions/";
const needed = (reference, found = {}) => {
    const name = reference.slice(prefix.length);
    if (name in found) return found;
    found[name] = definitions[name];
    JSON.stringify(definitions[name], (key, value) => {
        if (key === "$ref" && typeof value === "string") needed(value, found);
        return value;
    });
    return found;
};
for (const [name, definition] of Object.entries(definitions)) {
    for (const { group, version, kind } of definition["x-kubernetes-group-version-kind"] ?? []) {
        const words = [kind, group.split(".")[0], version].filter((word) => word !== "");
        const file = words.join("-").toLowerCase() + ".json";
        const schema = { $ref: prefix + name, definitions: needed(prefix + name) };
        fs.writeFileSync(path.join(target, file), JSON.stringify(schema));
    }
}
`;
