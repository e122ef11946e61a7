import {
    containsUnknowns,
    display,
    isArray,
    isProperties,
    mapValues,
    objectAt,
    Properties,
    Value,
    without,
} from "../protocol/values";
import { isBuiltIn, isCustomResourceDefinition, isSecret, kindOf } from "./kinds";

/** Fields of `metadata` that only the API server writes. */
const READ_ONLY_METADATA = [
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "generation",
    "managedFields",
    "resourceVersion",
    "uid",
];

/** Maps of strings, which Kubernetes leaves out when they are empty. */
const OPTIONAL_MAPS = new Set([
    "annotations",
    "binaryData",
    "data",
    "labels",
    "matchLabels",
    "nodeSelector",
    "stringData",
]);

/**
 * Brings inputs that mean the same into the same form, so that no difference is seen where the
 * cluster sees none. Inputs with unknown values, and custom resources, keep their form.
 */
export function normalize(object: Properties): Properties {
    const metadata = object["metadata"];
    const formed =
        isBuiltIn(kindOf(object)) && !containsUnknowns(object) ? normalForm(object) : object;
    return isProperties(metadata) && isProperties(formed["metadata"])
        ? { ...formed, metadata: without(formed["metadata"], ...READ_ONLY_METADATA) }
        : formed;
}

function normalForm(object: Properties): Properties {
    if (isSecret(object)) {
        return normalSecret(object);
    }
    if (isCustomResourceDefinition(object)) {
        return normalDefinition(object);
    }
    return withoutEmptyFields(object);
}

/** As the API server does: `stringData` goes, encoded, into `data`; base64 in its canonical form. */
function normalSecret(object: Properties): Properties {
    const { stringData, ...others } = object;
    const added = mapValues(objectAt({ stringData: stringData ?? null }, "stringData"), (value) =>
        Buffer.from(display(value), "utf8").toString("base64"),
    );
    if (Object.keys(added).length > 0) {
        return { ...others, data: { ...objectAt(object, "data"), ...added } };
    }
    return isProperties(object["data"])
        ? { ...object, data: mapValues(object["data"], canonicalBase64) }
        : object;
}

function canonicalBase64(value: Value): Value {
    const valid = typeof value === "string" && /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(value);
    return valid ? Buffer.from(value, "base64").toString("base64") : value;
}

function normalDefinition(object: Properties): Properties {
    const spec = objectAt(object, "spec");
    return {
        ...without(object, "status"),
        ...("spec" in object && {
            spec:
                spec["preserveUnknownFields"] === false
                    ? without(spec, "preserveUnknownFields")
                    : spec,
        }),
    };
}

/** Without nulls, empty lists and empty maps of strings: the API's types omit them. */
function withoutEmptyFields(object: Properties): Properties {
    const kept: Properties = {};
    for (const [key, value] of Object.entries(object)) {
        const cleaned = withoutEmpty(value);
        const isEmptyMap =
            OPTIONAL_MAPS.has(key) && isProperties(cleaned) && Object.keys(cleaned).length === 0;
        const isEmptyList = isArray(cleaned) && cleaned.length === 0;
        if (cleaned !== null && !isEmptyMap && !isEmptyList) {
            kept[key] = cleaned;
        }
    }
    return kept;
}

function withoutEmpty(value: Value): Value {
    if (isArray(value)) {
        return value.map(withoutEmpty);
    }
    return isProperties(value) ? withoutEmptyFields(value) : value;
}
