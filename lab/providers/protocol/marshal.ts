import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import {
    isArray,
    isProperties,
    mapValues,
    Properties,
    Secret,
    unknown,
    Unknown,
    Value,
} from "./values";

/** The key by which the wire format tells special objects from ordinary ones. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";

/** One string for each type an unknown can have; the engine itself sends the first. */
const UNKNOWNS = new Set([
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);
const UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Reads a property map from the wire; a missing one is empty. */
export function fromWire(struct: Struct | undefined): Properties {
    return struct === undefined ? {} : mapValues(struct.toJavaScript(), fromJson);
}

/** Writes a property map to the wire. */
export function toWire(properties: Properties): Struct {
    // The generated types demand a map of plain JSON, which toJson() produces.
    return Struct.fromJavaScript(mapValues(properties, toJson));
}

function fromJson(value: Value): Value {
    if (typeof value === "string") {
        return UNKNOWNS.has(value) ? unknown : value;
    }
    if (isArray(value)) {
        return value.map(fromJson);
    }
    if (!isProperties(value)) {
        return value;
    }
    switch (value[SIGNATURE]) {
        case SECRET:
            return new Secret(fromJson(value["value"] ?? null));
        case OUTPUT: {
            // An output value without a "value" is not known yet.
            const plain = "value" in value ? fromJson(value["value"] ?? null) : unknown;
            return value["secret"] === true ? new Secret(plain) : plain;
        }
        case RESOURCE:
            return fromJson(value["id"] ?? value["urn"] ?? null);
        default:
            return mapValues(value, fromJson);
    }
}

function toJson(value: Value): Value {
    if (value instanceof Secret) {
        return { [SIGNATURE]: SECRET, value: toJson(value.value) };
    }
    if (value instanceof Unknown) {
        return UNKNOWN_STRING;
    }
    if (isArray(value)) {
        return value.map(toJson);
    }
    return isProperties(value) ? mapValues(value, toJson) : value;
}
