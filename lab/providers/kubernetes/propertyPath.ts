/** A step of a property path; `*` stands for any. */
export type PathStep = string | number;
export type PropertyPath = readonly PathStep[];

/** Keys that cannot be written with a dot. */
const NEEDS_QUOTES = /[."[\]]/;

/** A path as the engine writes it: `spec.ports[0].name`, `data["tls.crt"]`. */
export function formatPath(path: PropertyPath): string {
    let text = "";
    for (const step of path) {
        if (typeof step === "number") {
            text += `[${step}]`;
        } else if (NEEDS_QUOTES.test(step)) {
            text += `["${step.replaceAll('"', '\\"')}"]`;
        } else {
            text += text === "" ? step : `.${step}`;
        }
    }
    return text;
}

/**
 * Reads a path as written in `ignoreChanges`.
 *
 * @throws if a bracket or a quote is not closed
 */
export function parsePath(text: string): PropertyPath {
    const steps: PathStep[] = [];
    const pattern = /\.?([^.[\]"]+)|\[(\d+|\*)\]|\["((?:[^"\\]|\\.)*)"\]/y;
    while (pattern.lastIndex < text.length) {
        const start = pattern.lastIndex;
        const match = pattern.exec(text);
        if (match === null) {
            throw new Error(`failed to parse property path "${text}" at position ${start}`);
        }
        const [, key, index, quoted] = match;
        if (index !== undefined) {
            steps.push(index === "*" ? "*" : Number(index));
        } else {
            steps.push(key ?? (quoted ?? "").replaceAll('\\"', '"'));
        }
    }
    return steps;
}

/** Whether `inner` is `outer` or below it. */
export function containsPath(outer: PropertyPath, inner: PropertyPath): boolean {
    return (
        outer.length <= inner.length &&
        outer.every((step, i) => step === "*" || String(step) === String(inner[i]))
    );
}
