/** What a preview would do, read from the engine's events. */
import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";

import { holdsSecret, isCredential } from "./secrecy";

/** What becomes of a resource. */
export type Fate = "added" | "adopted" | "changed" | "replaced" | "deleted";

/** One resource that does not stay as it is. */
export interface ResourceChange {
    readonly fate: Fate;
    /** `kubernetes:core/v1:Secret` */
    readonly type: string;
    /** Its name in the program: `application-secret`. */
    readonly name: string;
    /** Properties that change, of one that is changed or replaced. */
    readonly properties: readonly string[];
    /** Whether it is a credential, or what changes of it is secret. */
    readonly secret: boolean;
    /** Whether it is protected so far. */
    readonly protected: boolean;
}

/** What a policy has against the program. */
export interface Violation {
    readonly policy: string;
    /** Name of the resource; empty if it is about the whole stack. */
    readonly resource: string;
    readonly message: string;
    /** Whether it stops the run. */
    readonly mandatory: boolean;
}

export interface Changes {
    /** In the order of the engine. */
    readonly resources: readonly ResourceChange[];
    /** How many stay as they are. */
    readonly unchanged: number;
    /** Resources that lose their protection and else stay as they are: their names. */
    readonly unprotected: readonly string[];
    /** Providers that differ only because a preview has credentials of its own: their names. */
    readonly ownCredentials: readonly string[];
    /** Providers of a cluster that the preview's kubeconfig describes differently: their names. */
    readonly otherCluster: readonly string[];
    readonly violations: readonly Violation[];
    /** Why it failed, if it did. */
    readonly errors: readonly string[];
}

/** Reads the events of one preview. */
export function changesIn(events: readonly EngineEvent[]): Changes {
    const steps = finalSteps(events);
    const own = steps.filter(hasOwnCredentials);
    const counted = steps.filter((step) => !own.includes(step));
    const moving = counted.filter(({ op }) => fateOf(op) !== undefined);
    const staying = counted.filter(({ op }) => fateOf(op) === undefined);
    return {
        resources: moving.map(described),
        unchanged: staying.length + own.length,
        unprotected: staying.filter(losesProtection).map(({ urn }) => nameIn(urn)),
        ownCredentials: own.map(({ urn }) => nameIn(urn)),
        otherCluster: moving.filter(isOtherCluster).map(({ urn }) => nameIn(urn)),
        violations: events.flatMap(({ policyEvent }) =>
            policyEvent === undefined
                ? []
                : [
                      {
                          policy: policyEvent.policyName,
                          resource: nameIn(policyEvent.resourceUrn ?? ""),
                          message: withoutColor(policyEvent.message).trim(),
                          mandatory: policyEvent.enforcementLevel === "mandatory",
                      },
                  ],
        ),
        errors: events.flatMap(({ diagnosticEvent }) =>
            diagnosticEvent?.severity === "error"
                ? [withoutColor(diagnosticEvent.message).trim()]
                : [],
        ),
    };
}

/** One step for each resource: a replacement takes several, of which one says it all. */
function finalSteps(events: readonly EngineEvent[]): StepEventMetadata[] {
    const steps = new Map<string, StepEventMetadata>();
    for (const { resourcePreEvent } of events) {
        if (resourcePreEvent !== undefined) {
            const { metadata } = resourcePreEvent;
            const known = steps.get(metadata.urn);
            if (known === undefined || weight(metadata) > weight(known)) {
                steps.set(metadata.urn, metadata);
            }
        }
    }
    return [...steps.values()];
}

function weight({ op }: StepEventMetadata): number {
    return REPLACING.indexOf(op) + 1;
}

/** The steps of a replacement, the one that says most of it last. */
const REPLACING = [
    "delete-replaced",
    "discard-replaced",
    "import-replacement",
    "create-replacement",
    "replace",
];

function fateOf(op: string): Fate | undefined {
    switch (op) {
        case "create":
            return "added";
        case "import":
            return "adopted";
        case "update":
            return "changed";
        case "delete":
            return "deleted";
        default:
            return REPLACING.includes(op) ? "replaced" : undefined;
    }
}

function described(step: StepEventMetadata): ResourceChange {
    return {
        fate: fateOf(step.op) ?? "changed",
        type: step.type,
        name: nameIn(step.urn),
        properties: step.op === "update" || REPLACING.includes(step.op) ? changed(step) : [],
        // A provider is handed a secret, and keeps none.
        secret: !isProvider(step) && (isCredential(step.type) || touchesSecret(step)),
        protected: step.old?.protect === true,
    };
}

/** Names of the top-level properties that differ. */
function changed({ diffs, detailedDiff }: StepEventMetadata): string[] {
    const paths = [...(diffs ?? []), ...Object.keys(detailedDiff ?? {})];
    return [...new Set(paths.map((path) => path.split(/[.[]/)[0] ?? path))].sort();
}

/** Whether a secret value is among what changes; of what comes or goes that is all of it. */
function touchesSecret(step: StepEventMetadata): boolean {
    const sides = [step.old?.inputs, step.old?.outputs, step.new?.inputs].map((side) =>
        step.op === "update" ? pick(side, changed(step)) : side,
    );
    return sides.some(holdsSecret);
}

function pick(
    properties: Readonly<Record<string, unknown>> | undefined,
    names: readonly string[],
): unknown[] {
    return names.map((name) => properties?.[name]);
}

function isProvider({ type }: StepEventMetadata): boolean {
    return type.startsWith("pulumi:providers:");
}

/** The inputs of providers by which a preview signs in as itself. */
const SIGN_IN = ["token", "kubeconfig"];

function hasOwnCredentials(step: StepEventMetadata): boolean {
    const properties = changed(step);
    return (
        isProvider(step) &&
        step.op === "update" &&
        properties.length > 0 &&
        properties.every((property) => SIGN_IN.includes(property))
    );
}

function isOtherCluster(step: StepEventMetadata): boolean {
    return (
        step.type === "pulumi:providers:kubernetes" &&
        fateOf(step.op) === "replaced" &&
        changed(step).includes("kubeconfig")
    );
}

function losesProtection(step: StepEventMetadata): boolean {
    return step.old?.protect === true && step.new !== undefined && step.new.protect !== true;
}

/** `urn:pulumi:dev::project::a:b:C$d:e:F::name` → `name` */
function nameIn(urn: string): string {
    return urn.split("::").slice(3).join("::");
}

/** Without the engine's marks for colours: `<{%reset%}>`. */
function withoutColor(text: string): string {
    return text.replace(/<\{%[^%]*%\}>/g, "");
}
