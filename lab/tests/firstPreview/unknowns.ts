import type { EngineEvent } from "@pulumi/pulumi/automation";

/** What stands where a value is not known yet. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const STACK = "pulumi:pulumi:Stack";
const OWN = "argocd-image-drift:";

/**
 * Every place of which a preview does not know what will stand there, sorted: inputs of what is to
 * be made, as `name path`; outputs of the program's components, as `name output path`; those of the
 * stack, as `output path`. What the providers add to their own objects, such as identifiers and
 * checksums, is not among them, and what is secret the engine does not tell.
 */
export function unknownsOf(events: readonly EngineEvent[]): string[] {
    const found = new Set<string>();
    for (const { resourcePreEvent, resOutputsEvent } of events) {
        const planned = resourcePreEvent?.metadata;
        if (planned !== undefined && planned.type !== STACK) {
            for (const place of placesIn(planned.new?.inputs, "")) {
                found.add(`${nameIn(planned.urn)} ${place}`);
            }
        }
        const made = resOutputsEvent?.metadata;
        if (made?.type === STACK || made?.type.startsWith(OWN)) {
            const of = made.type === STACK ? "" : `${nameIn(made.urn)} `;
            for (const place of placesIn(made.new?.outputs, "")) {
                found.add(`${of}output ${place}`);
            }
        }
    }
    return [...found].sort();
}

function nameIn(urn: string): string {
    return urn.split("::").at(-1) ?? urn;
}

function placesIn(value: unknown, path: string): string[] {
    if (value === UNKNOWN) {
        return [path];
    }
    if (typeof value !== "object" || value === null) {
        return [];
    }
    return Object.entries(value).flatMap(([key, item]) =>
        placesIn(item, path === "" ? key : `${path}.${key}`),
    );
}
