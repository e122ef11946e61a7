/** Places within a structured key: `images[0].port`, `pin["my.image"]`. */

/** A place as the CLI's `--path` takes it, to be read after the key. */
export function placeOf(path: readonly PropertyKey[]): string {
    return path
        .map((part) =>
            typeof part === "number"
                ? `[${part}]`
                : /^[^.[\]"\\]+$/.test(String(part))
                  ? `.${String(part)}`
                  : `[${JSON.stringify(part)}]`,
        )
        .join("");
}

/** What stands at a place of a key's text; nothing if there is no such place. */
export function valueAt(text: string, path: readonly PropertyKey[]): unknown {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        return text;
    }
    if (path.length === 0 && !isContainer(value)) {
        return text;
    }
    for (const part of path) {
        value = isContainer(value) ? Reflect.get(value, part) : undefined;
    }
    return value;
}

/** Whether it is an object or a list. */
export function isContainer(value: unknown): value is object {
    return typeof value === "object" && value !== null;
}
