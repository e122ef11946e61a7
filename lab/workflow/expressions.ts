/** What expressions may look into: `github`, `matrix`, `steps`, … */
export interface Contexts {
    readonly [name: string]: string | Contexts;
}

/**
 * A text with the values of its `${{ a.b.c }}` in place.
 *
 * @throws Error for what is not there, and for any operator or function
 */
export function evaluated(text: string, contexts: Contexts): string {
    return text.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => {
        const value = expression
            .split(".")
            .reduce<string | Contexts | undefined>(
                (found, name) =>
                    typeof found === "object" && Object.hasOwn(found, name)
                        ? found[name]
                        : undefined,
                contexts,
            );
        if (typeof value !== "string") {
            throw new Error(`not known here: \${{ ${expression} }}`);
        }
        return value;
    });
}
