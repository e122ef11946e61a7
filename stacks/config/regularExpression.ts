import { RE2JS } from "re2js";

/**
 * What is wrong with `allowTags`: `any`, or `regexp:` and an expression in Go's syntax, which has
 * neither look-around nor back-references. Nothing if undefined.
 *
 * @see https://pkg.go.dev/regexp/syntax
 */
export function allowTagsFault(allowTags: string): string | undefined {
    if (allowTags === "any") {
        return undefined;
    }
    if (!allowTags.startsWith("regexp:")) {
        return 'is neither "any" nor "regexp:" and a regular expression';
    }
    const expression = allowTags.slice("regexp:".length);
    if (expression === "") {
        return "has no regular expression after the colon";
    }
    try {
        RE2JS.compile(expression);
        return undefined;
    } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        return `is no regular expression in Go's syntax: ${detail}`;
    }
}
