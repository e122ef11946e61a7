/*
 * Property values as the engine's wire format has them: JSON, plus values that are secret and
 * values that are not known yet.
 * @see https://github.com/pulumi/pulumi/blob/master/sdk/proto/go/provider.pb.go (Struct fields)
 */

/** A property value. Assets and archives stay the plain objects they are on the wire. */
export type Value =
    | null
    | boolean
    | number
    | string
    | readonly Value[]
    | { readonly [key: string]: Value }
    | Secret
    | Unknown;

/** A property map: the inputs, or the state, of one resource. */
export type Properties = { [key: string]: Value };

/** A value that the engine encrypts in its state and hides in its output. */
export class Secret {
    protected readonly brand = "secret";
    constructor(readonly value: Value) {}
}

/** A value that only the operation itself will know; it exists in previews. */
export class Unknown {
    protected readonly brand = "unknown";
}

/** The one instance of {@link Unknown} that this code makes. */
export const unknown = new Unknown();

export function isProperties(value: Value | undefined): value is Properties {
    return (
        typeof value === "object" &&
        value !== null &&
        !isArray(value) &&
        !(value instanceof Secret) &&
        !(value instanceof Unknown)
    );
}

export function isArray(value: Value | undefined): value is readonly Value[] {
    return Array.isArray(value);
}

/** The value without its secret wrappings, at every depth. Unknowns stay. */
export function reveal(value: Value): Value {
    if (value instanceof Secret) {
        return reveal(value.value);
    }
    if (isArray(value)) {
        return value.map(reveal);
    }
    return isProperties(value) ? revealAll(value) : value;
}

/** {@link reveal} for a property map: always a fresh copy. */
export function revealAll(properties: Properties): Properties {
    return mapValues(properties, reveal);
}

export function containsUnknowns(value: Value): boolean {
    return contains(value, (part) => part instanceof Unknown);
}

export function containsSecrets(value: Value): boolean {
    return contains(value, (part) => part instanceof Secret);
}

function contains(value: Value, matches: (part: Value) => boolean): boolean {
    if (matches(value)) {
        return true;
    }
    if (value instanceof Secret) {
        return contains(value.value, matches);
    }
    if (isArray(value)) {
        return value.some((item) => contains(item, matches));
    }
    return isProperties(value) && Object.values(value).some((item) => contains(item, matches));
}

export function mapValues(
    properties: Properties,
    change: (value: Value, key: string) => Value,
): Properties {
    return Object.fromEntries(
        Object.entries(properties).map(([key, value]) => [key, change(value, key)]),
    );
}

/** Deep equality; two unknowns are equal, a secret equals only a secret. */
export function sameValue(left: Value | undefined, right: Value | undefined): boolean {
    if (left === right) {
        return true;
    }
    if (left instanceof Secret || right instanceof Secret) {
        return (
            left instanceof Secret && right instanceof Secret && sameValue(left.value, right.value)
        );
    }
    if (left instanceof Unknown || right instanceof Unknown) {
        return left instanceof Unknown && right instanceof Unknown;
    }
    if (isArray(left) && isArray(right)) {
        return left.length === right.length && left.every((item, i) => sameValue(item, right[i]));
    }
    if (isProperties(left) && isProperties(right)) {
        const keys = Object.keys(left);
        return (
            keys.length === Object.keys(right).length &&
            keys.every((key) => key in right && sameValue(left[key], right[key]))
        );
    }
    return false;
}

/** The value below `path`, or undefined when a step is missing or not an object. */
export function at(value: Value | undefined, ...path: string[]): Value | undefined {
    let current = value;
    for (const key of path) {
        if (!isProperties(current)) {
            return undefined;
        }
        current = current[key];
    }
    return current;
}

/** The string below `path`, or "" when it is missing or something else. */
export function textAt(value: Value | undefined, ...path: string[]): string {
    const found = at(value, ...path);
    return typeof found === "string" ? found : "";
}

/** The list below `path`, or an empty one. */
export function listAt(value: Value | undefined, ...path: string[]): readonly Value[] {
    const found = at(value, ...path);
    return isArray(found) ? found : [];
}

/** The object below `path`, or an empty one. */
export function objectAt(value: Value | undefined, ...path: string[]): Properties {
    const found = at(value, ...path);
    return isProperties(found) ? found : {};
}

/** The properties but those named. */
export function without(properties: Properties, ...keys: readonly string[]): Properties {
    return Object.fromEntries(Object.entries(properties).filter(([key]) => !keys.includes(key)));
}

/** A value as text for messages: strings as they are, the rest as JSON. */
export function display(value: Value | undefined): string {
    return typeof value === "string" ? value : JSON.stringify(value);
}
