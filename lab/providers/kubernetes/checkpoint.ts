import {
    containsSecrets,
    isArray,
    isProperties,
    Properties,
    revealAll,
    Secret,
    textAt,
    Value,
} from "../protocol/values";

const INPUTS = "__inputs";
const INITIAL_API_VERSION = "__initialApiVersion";
const FIELD_MANAGER = "__fieldManager";

/** Schema extensions of a CustomResourceDefinition, which no SDK can write with a dash. */
const DASHED =
    /^x-kubernetes-(embedded-resource|int-or-string|list-map-keys|list-type|map-type|preserve-unknown-fields|validations)$/;
const UNDERSCORED =
    /^x_kubernetes_(embedded_resource|int_or_string|list_map_keys|list_type|map_type|preserve_unknown_fields|validations)$/;

/** What the provider keeps of an object besides the object itself. */
export interface Bookkeeping {
    /** The apiVersion it was first made with. */
    readonly apiVersion: string;
    /** Who owns its fields, for server-side apply. */
    readonly fieldManager: string;
}

/**
 * The state of a resource: the live object, its inputs beside it, and what was secret in `secretsOf`
 * secret in both.
 */
export function checkpoint(
    inputs: Properties,
    live: Properties,
    secretsOf: Properties,
    bookkeeping: Bookkeeping,
): Properties {
    return {
        ...withSecretsOf(underscored(live), secretsOf),
        [INPUTS]: withSecretsOf(underscored(inputs), secretsOf),
        [INITIAL_API_VERSION]: bookkeeping.apiVersion,
        [FIELD_MANAGER]: bookkeeping.fieldManager,
    };
}

/** Inputs and live object from a state, secrets revealed. */
export function parseCheckpoint(state: Properties): {
    readonly inputs: Properties;
    readonly live: Properties;
} {
    const { [INPUTS]: inputs, ...live } = dashed(revealAll(state));
    return { inputs: isProperties(inputs) ? inputs : {}, live };
}

/** The object that a program's inputs describe, secrets revealed. */
export function objectOf(inputs: Properties): Properties {
    return dashed(revealAll(inputs));
}

export function initialApiVersion(state: Properties, inputs: Properties): string {
    return textAt(state, INITIAL_API_VERSION) || textAt(inputs, "apiVersion");
}

/** The field manager of a state, or "". */
export function fieldManagerOf(state: Properties): string {
    return textAt(state, FIELD_MANAGER);
}

/**
 * `values` with secret what is secret in `source`. In objects only the parts that are; a list is
 * secret as a whole, because its items may move. Of a Secret, `data` and `stringData` always are.
 */
export function withSecretsOf(values: Properties, source: Properties): Properties {
    const result: Properties = { ...values };
    if (values["kind"] === "Secret") {
        for (const key of ["data", "stringData"]) {
            const value = values[key];
            if (value !== undefined) {
                result[key] = asSecret(value);
            }
        }
        return result;
    }
    for (const [key, origin] of Object.entries(source)) {
        const value = values[key];
        if (value === undefined) {
            continue;
        }
        if (isProperties(value) && isProperties(origin)) {
            result[key] = withSecretsOf(value, origin);
        } else if (containsSecrets(origin)) {
            result[key] = asSecret(value);
        }
    }
    return result;
}

function asSecret(value: Value): Secret {
    return value instanceof Secret ? value : new Secret(value);
}

function dashed(object: Properties): Properties {
    return renamed(object, (key) => (UNDERSCORED.test(key) ? key.replaceAll("_", "-") : key));
}

function underscored(object: Properties): Properties {
    return renamed(object, (key) => (DASHED.test(key) ? key.replaceAll("-", "_") : key));
}

function renamed(object: Properties, rename: (key: string) => string): Properties {
    const value = (item: Value): Value =>
        isArray(item) ? item.map(value) : isProperties(item) ? renamed(item, rename) : item;
    return Object.fromEntries(
        Object.entries(object).map(([key, item]) => [rename(key), value(item)]),
    );
}
