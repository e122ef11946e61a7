import { Document, Scalar } from "yaml";

/** How a file starts. */
export interface YamlOptions {
    /** Comment at the top of the file, without `#`; lines are kept as they are. */
    readonly header?: string;
}

/**
 * The one serializer of everything we write as YAML. Keys keep the order they were given in, lines
 * are never folded, and strings that YAML 1.1 parsers (Kubernetes, kustomize) would read as
 * something else are quoted. Properties that are `undefined` are left out.
 */
export function toYaml(value: unknown, options: YamlOptions = {}): string {
    return comment(options.header) + render(value);
}

/** Several documents in one file; none at all leave only the header. */
export function toYamlDocuments(values: readonly unknown[], options: YamlOptions = {}): string {
    return comment(options.header) + values.map(render).join("---\n");
}

/** A YAML file without content: kustomize accepts it as a resource. */
export function yamlComment(text: string): string {
    return comment(text);
}

/** A string with a comment behind it on the same line. */
export function commented(value: string, text: string): unknown {
    const scalar = new Scalar(value);
    scalar.comment = ` ${text}`;
    return scalar;
}

function render(value: unknown): string {
    const document = new Document(value, { compat: "yaml-1.1", aliasDuplicateObjects: false });
    return document.toString({ lineWidth: 0 });
}

/** A comment directly above the first key stays there when the updater rewrites the file. */
function comment(text: string | undefined): string {
    if (text === undefined) return "";
    return text
        .split("\n")
        .map((line) => (line === "" ? "#\n" : `# ${line}\n`))
        .join("");
}
