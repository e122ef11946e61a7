/** What of a stack is not as the program has it, read from the events of a preview after a refresh. */
import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";

import { changesIn, type Fate } from "../preview/changes";
import { holdsSecret } from "../preview/secrecy";

/** A property: what reality has, and what the program wants; as JSON, without secrets. */
export interface PropertyDifference {
    /** `spec.replicas` */
    readonly path: string;
    readonly found?: string;
    readonly wanted?: string;
}

/** One resource that is not as the program has it. */
export interface Difference {
    /** What `pulumi up` would do to it: `added` is one that is gone. */
    readonly fate: Fate;
    readonly type: string;
    readonly name: string;
    /** Of one that is changed; without values where they may be secret. */
    readonly properties: readonly PropertyDifference[];
}

/** Longer values are cut. */
const LONGEST = 200;

/** In the order of the engine. Providers that merely sign in with other credentials are left out. */
export function differencesIn(events: readonly EngineEvent[]): Difference[] {
    const steps = new Map<string, EngineEvent>();
    for (const event of events) {
        const metadata = event.resourcePreEvent?.metadata;
        // The refresh has steps of its own; a replacement has several, of which one says it all.
        if (metadata !== undefined && metadata.op !== "refresh") {
            const known = steps.get(metadata.urn)?.resourcePreEvent?.metadata.op;
            if (known !== "replace") steps.set(metadata.urn, event);
        }
    }
    return [...steps.values()].flatMap((event) => {
        const [change] = changesIn([event]).resources;
        const metadata = event.resourcePreEvent?.metadata;
        if (change === undefined || metadata === undefined) return [];
        const { fate, type, name, secret } = change;
        return [{ fate, type, name, properties: propertiesOf(metadata, secret) }];
    });
}

function propertiesOf(step: StepEventMetadata, secret: boolean): PropertyDifference[] {
    if (step.op !== "update" && step.op !== "replace") return [];
    const detailed = Object.keys(step.detailedDiff ?? {});
    const paths = detailed.length > 0 ? detailed : (step.diffs ?? []);
    return [...paths].sort().map((path) =>
        secret
            ? { path }
            : {
                  path,
                  ...shown("found", at(step.old?.inputs, path)),
                  ...shown("wanted", at(step.new?.inputs, path)),
              },
    );
}

function shown(side: "found" | "wanted", value: unknown): Partial<PropertyDifference> {
    if (value === undefined || holdsSecret(value)) return {};
    const text = JSON.stringify(value);
    return { [side]: text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text };
}

/** The value at a path of the engine's: `spec.template.containers[0]["a.b"]`. */
function at(value: unknown, path: string): unknown {
    const keys = [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
        ([, quoted, index, plain]) => quoted?.replaceAll(/\\(.)/g, "$1") ?? index ?? plain ?? "",
    );
    return keys.reduce<unknown>(
        (found, key) =>
            typeof found === "object" && found !== null
                ? (found as Readonly<Record<string, unknown>>)[key]
                : undefined,
        value,
    );
}
