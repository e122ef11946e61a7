import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { ApiVersions, UNBUILT_TAG } from "./manifests";

/** What of an Application's status says how it is; Argo CD leaves out what it has not got. */
export interface ApplicationStatus {
    readonly health?: { readonly status?: string; readonly lastTransitionTime?: string };
    readonly sync?: { readonly status?: string };
    /** Errors and warnings: Git refuses the key, two Applications share an object. */
    readonly conditions?: readonly { readonly type: string; readonly message: string }[];
    /** The last sync, or the one that is running. */
    readonly operationState?: { readonly phase?: string; readonly message?: string };
    /** Health of each object, if the controller keeps it: `controller.resource.health.persist`. */
    readonly resources?: readonly {
        readonly kind: string;
        readonly name: string;
        readonly health?: { readonly status?: string; readonly message?: string };
    }[];
    readonly summary?: { readonly images?: readonly string[] };
}

/**
 * An Application as it is at this moment, preview or not: one request a run. To the engine a read is
 * no change, whatever it finds. Whoever has deleted the Application by hand is told that it does not
 * exist; `pulumi up --refresh` makes it again.
 */
class LiveApplication extends k8s.apiextensions.CustomResource {
    declare readonly status: pulumi.Output<ApplicationStatus | undefined>;

    /** @param id the registered Application's; unknown as long as there is none */
    constructor(
        name: string,
        id: pulumi.Input<pulumi.ID>,
        opts: Omit<pulumi.CustomResourceOptions, "id">,
    ) {
        // `status` without a value: the SDK drops whatever it has not been told to expect.
        super(
            name,
            { apiVersion: ApiVersions.ArgoCd, kind: "Application", status: undefined },
            { ...opts, id },
        );
    }
}

/**
 * How the Application is as of this run.
 *
 * No component has the read: `up --target` reads, but makes no component that is not a target, and
 * the engine refuses a state with children of nobody.
 *
 * @param id the registered Application's
 */
export function readHealth(
    name: string,
    id: pulumi.Output<pulumi.ID>,
    provider: k8s.Provider,
): pulumi.Output<Health> {
    return new LiveApplication(name, id, { provider }).status.apply(healthOf);
}

/** How an Application is. */
export interface Health {
    /** `Healthy`, `Progressing since …`, `Degraded since 2026-11-23T13:58:59Z, OutOfSync`. */
    readonly state: string;
    /** `Deployment backend: …`; none if it is healthy, or if Argo CD does not say. */
    readonly reasons: readonly string[];
}

export function healthOf(status: ApplicationStatus | undefined): Health {
    const { health, sync } = status ?? {};
    const state = health?.status ?? "Unknown";
    if (state === "Healthy" && sync?.status === "Synced") {
        return { state, reasons: [] };
    }
    const since = health?.lastTransitionTime ? ` since ${health.lastTransitionTime}` : "";
    const outOfSync = sync?.status === "Synced" ? "" : `, ${sync?.status ?? "not synced"}`;
    return { state: `${state}${since}${outOfSync}`, reasons: status ? reasonsOf(status) : [] };
}

function reasonsOf(status: ApplicationStatus): string[] {
    const { conditions, operationState, resources, summary, sync } = status;
    const unbuilt = (summary?.images ?? []).filter((image) => image.endsWith(`:${UNBUILT_TAG}`));
    const { phase = "", message = "" } = operationState ?? {};
    // Once Git has been repaired, the last sync may still be the one that failed.
    const hasFailed =
        sync?.status !== "Synced" &&
        (["Failed", "Error"].includes(phase) || message.includes(" Retrying attempt "));
    return [
        ...(conditions ?? [])
            .filter(({ type }) => type.endsWith("Error"))
            .map((one) => `${one.type}: ${oneLine(one.message)}`),
        // A sync that was given up is among the conditions too.
        ...(hasFailed && !conditions?.some(({ type }) => type === "SyncError")
            ? [`last sync: ${oneLine(message)}`]
            : []),
        ...(unbuilt.length > 0
            ? [`not built yet: ${unbuilt.join(", ")}`]
            : (resources ?? [])
                  .filter((one) => one.health?.status === "Degraded")
                  .map(({ kind, name, health }) =>
                      oneLine(health?.message ?? `${kind} ${name} is Degraded`),
                  )),
    ];
}

function oneLine(text: string): string {
    return text.trim().replaceAll(/\s+/g, " ");
}
