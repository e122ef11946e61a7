import { createHash, randomBytes } from "node:crypto";
import type { Autonaming } from "../protocol/provider";
import { at, Properties, textAt, Unknown } from "../protocol/values";
import { annotations, isAnnotationTrue, nameOf, withAnnotation, withMetadata } from "./annotations";

const SUFFIX_LENGTH = 8;

/**
 * `prefix` and eight hexadecimal digits. The same seed gives the same digits, so that a preview
 * shows the name that the update will use; without a seed they are random.
 */
export function uniqueName(prefix: string, seed: Uint8Array = new Uint8Array()): string {
    const digits =
        seed.length === 0
            ? randomBytes(SUFFIX_LENGTH).toString("hex")
            : createHash("sha256").update(seed).digest("hex");
    return prefix + digits.slice(0, SUFFIX_LENGTH);
}

/** Whether the program gave a name, even one that is not known yet. */
export function isNamed(object: Properties): boolean {
    return nameOf(object) !== "" || at(object, "metadata", "name") instanceof Unknown;
}

export function isAutonamed(object: Properties): boolean {
    return isAnnotationTrue(object, annotations.autonamed);
}

/** Whether the program leaves the name to the API server. */
export function isGenerateName(object: Properties): boolean {
    return (
        !isNamed(object) &&
        (textAt(object, "metadata", "generateName") !== "" ||
            at(object, "metadata", "generateName") instanceof Unknown)
    );
}

/**
 * The object with an automatic name, if it has none, and an annotation that tells so.
 *
 * @throws if the engine's autonaming is switched off
 */
export function withAutomaticName(
    object: Properties,
    resource: string,
    seed: Uint8Array,
    autonaming: Autonaming | undefined,
): Properties {
    if (isNamed(object) || isGenerateName(object)) {
        return object;
    }
    if (autonaming?.mode === "disable") {
        throw new Error(
            "autonaming is disabled, resource requires the .metadata.name field to be set",
        );
    }
    const name = autonaming?.proposedName ?? uniqueName(`${resource}-`, seed);
    return autonamed(object, name);
}

/** The object with the automatic name it had before, if it has none of its own. */
export function withAdoptedName(object: Properties, old: Properties): Properties {
    return !isNamed(object) && isAutonamed(old) ? autonamed(object, nameOf(old)) : object;
}

function autonamed(object: Properties, name: string): Properties {
    return withAnnotation(withMetadata(object, "name", name), annotations.autonamed, "true");
}
