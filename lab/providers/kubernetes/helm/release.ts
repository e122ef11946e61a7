import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { uniqueName } from "../naming";
import {
    display,
    isArray,
    isProperties,
    mapValues,
    objectAt,
    Properties,
    reveal,
    Secret,
    unknown,
    Unknown,
    Value,
} from "../../protocol/values";
import { withSecretsOf } from "../checkpoint";

/** The defaults of a release's inputs: every input but the optional ones is always in the state. */
const DEFAULTS = {
    allowNullValues: false,
    atomic: false,
    chart: "",
    cleanupOnFail: false,
    createNamespace: false,
    dependencyUpdate: false,
    description: "",
    devel: false,
    disableCRDHooks: false,
    disableOpenapiValidation: false,
    disableWebhooks: false,
    forceUpdate: false,
    keyring: "",
    lint: false,
    name: "",
    namespace: "",
    postrender: "",
    recreatePods: false,
    renderSubchartNotes: false,
    replace: false,
    resetValues: false,
    reuseValues: false,
    skipAwait: false,
    skipCrds: false,
    takeOwnership: false,
    timeout: 0,
    verify: false,
    version: "",
    waitForJobs: false,
};

const REPOSITORY_DEFAULTS = {
    caFile: "",
    certFile: "",
    keyFile: "",
    password: "",
    repo: "",
    username: "",
};

const ASSET_SIGNATURE = "4dabf18193072939515e22adb298388d";

/** Seconds that installing, upgrading and deleting wait when the program does not say. */
export const DEFAULT_TIMEOUT_SECONDS = 300;

/** A release as the resource describes it: inputs and, once it exists, outputs. */
export type Release = typeof DEFAULTS & {
    maxHistory?: number;
    repositoryOpts?: typeof REPOSITORY_DEFAULTS;
    values: Properties;
    resourceNames?: Record<string, string[]>;
    status?: ReleaseStatus;
};

/** The output `status`. */
export type ReleaseStatus = {
    appVersion: string;
    chart: string;
    name: string;
    namespace: string;
    revision: number;
    status: string;
    version: string;
};

/**
 * Reads inputs or state; secrets are revealed, what is not known yet is null.
 *
 * @throws if a value file is neither a text nor a file asset
 */
export function decodeRelease(properties: Properties): Release {
    const given = Object.fromEntries(
        Object.entries(withoutUnknowns(properties)).filter(([, value]) => value !== null),
    );
    const { maxHistory, repositoryOpts, resourceNames, status, values, valueYamlFiles } = given;
    const files = isArray(valueYamlFiles) ? valueYamlFiles.map(readValues) : [];
    return {
        ...pick(given, DEFAULTS),
        ...(typeof maxHistory === "number" && { maxHistory }),
        ...(isProperties(repositoryOpts) && {
            repositoryOpts: pick(repositoryOpts, REPOSITORY_DEFAULTS),
        }),
        ...(isProperties(resourceNames) && {
            resourceNames: resourceNames as unknown as Record<string, string[]>,
        }),
        ...(isProperties(status) && { status: status as unknown as ReleaseStatus }),
        values: [...files, isProperties(values) ? values : {}].reduce(mergeValues, {}),
    };
}

/** The release as properties, secret and unknown where `origin` is. */
export function encodeRelease(release: Release, origin: Properties): Properties {
    return withSecretsOf(withUnknownsOf({ ...release }, origin), origin);
}

/** The state: the release, and its inputs, which are secret as a whole. */
export function checkpointRelease(
    inputs: Properties,
    release: Release,
    preview: boolean,
): Properties {
    return {
        ...encodeRelease(release, inputs),
        ...(preview && { resourceNames: unknown, status: unknown }),
        __inputs: new Secret(inputs),
    };
}

/** The inputs kept in a state; undefined for an import, which has none. */
export function checkpointedInputs(state: Properties): Properties | undefined {
    const kept = state["__inputs"];
    const inputs = kept instanceof Secret ? kept.value : kept;
    return isProperties(inputs) ? inputs : undefined;
}

/** The inputs with their name, namespace and timeout, where the program gives none. */
export function withDefaults(
    inputs: Properties,
    defaults: { readonly namespace: string; readonly resource: string },
): Properties {
    const isUnset = (key: string) => inputs[key] === undefined || inputs[key] === "";
    const awaits = inputs["skipAwait"] === undefined || inputs["skipAwait"] === false;
    return {
        ...inputs,
        ...(isUnset("name") && { name: uniqueName(`${defaults.resource}-`) }),
        ...(isUnset("namespace") && { namespace: defaults.namespace }),
        ...(awaits && inputs["timeout"] === undefined && { timeout: DEFAULT_TIMEOUT_SECONDS }),
    };
}

/** Deep merge; what is in `over` wins. */
export function mergeValues(base: Properties, over: Properties): Properties {
    const merged: Properties = { ...base };
    for (const [key, value] of Object.entries(over)) {
        const other = merged[key];
        merged[key] =
            isProperties(value) && isProperties(other) ? mergeValues(other, value) : value;
    }
    return merged;
}

function pick<Shape extends Record<string, string | number | boolean>>(
    given: Properties,
    defaults: Shape,
): Shape {
    const entries = Object.entries(defaults).map(([key, fallback]) => {
        const value = given[key] ?? fallback;
        if (typeof value !== typeof fallback) {
            throw new Error(`decoding failure: '${key}' expected type '${typeof fallback}'`);
        }
        return [key, value] as const;
    });
    return Object.fromEntries(entries) as Shape;
}

function readValues(asset: Value): Properties {
    const { text, path } = objectAt({ asset }, "asset");
    if (!isProperties(asset) || !(ASSET_SIGNATURE in asset)) {
        throw new Error("unsupported type for 'valueYamlFiles' arg");
    }
    const content =
        typeof path === "string" && path !== "" ? readFileSync(path, "utf8") : display(text ?? "");
    const values = parse(content) as Value;
    return isProperties(values) ? values : {};
}

function withoutUnknowns(properties: Properties): Properties {
    const plain = (value: Value): Value => {
        const open = reveal(value);
        if (open instanceof Unknown) {
            return null;
        }
        if (isArray(open)) {
            return open.map(plain);
        }
        return isProperties(open) ? mapValues(open, plain) : open;
    };
    return mapValues(properties, plain);
}

function withUnknownsOf(values: Properties, origin: Properties): Properties {
    return mapValues(values, (value, key) => withUnknownOf(value, origin[key]));
}

function withUnknownOf(value: Value, origin: Value | undefined): Value {
    if (origin instanceof Secret) {
        return withUnknownOf(value, origin.value);
    }
    if (origin instanceof Unknown) {
        return unknown;
    }
    if (isProperties(value) && isProperties(origin)) {
        return withUnknownsOf(value, origin);
    }
    return isArray(value) && isArray(origin)
        ? value.map((item, i) => withUnknownOf(item, origin[i]))
        : value;
}
