import { listAt, Properties, textAt, Value } from "../../protocol/values";
import type { Readiness, View } from "./readiness";

const endpoints = { apiVersion: "v1", kind: "Endpoints" };
const services = { apiVersion: "v1", kind: "Service" };

/** Endpoints count as settled when nothing changed for this long … */
const SETTLED_MILLISECONDS = 10_000;
/** … or when none showed up at all within this. */
const GRACE_MILLISECONDS = 60_000;

export const ADDRESS_PROBLEM =
    "Ingress .status.loadBalancer field was not updated with a hostname/IP address. " +
    "\n    for more information about this error, see https://pulumi.io/xdv72s";
export const ENDPOINT_PROBLEM =
    "Ingress has at least one rule with an unavailable target endpoint.";

/** Ready with an address, once every service its paths name has endpoints or will have none. */
export const ingressReadiness: Readiness = {
    related: [endpoints, services],
    onRead: true,
    check: (view) => {
        const { object } = view;
        if (object === undefined) {
            return { ready: false, problems: [ADDRESS_PROBLEM] };
        }
        const settled = isSettled(view);
        const missing = pathsWithoutService(object, view);
        const hasAddress = listAt(object, "status", "loadBalancer", "ingress").length > 0;
        const endpointsReady = missing.length === 0 || settled;
        if (hasAddress && endpointsReady) {
            return { ready: true, status: "✅ Ingress initialization complete", problems: [] };
        }
        const [firstMissing] = missing;
        return {
            ready: false,
            status: endpointsReady
                ? "[2/3] Waiting for update of .status.loadBalancer with hostname/IP"
                : "[1/3] Finding a matching service for each Ingress path",
            ...(settled &&
                firstMissing !== undefined && {
                    severity: "warning",
                    status: `No matching service found for ingress rule: ${firstMissing}`,
                }),
            problems: [
                ...(endpointsReady ? [] : [ENDPOINT_PROBLEM]),
                ...(hasAddress ? [] : [ADDRESS_PROBLEM]),
            ],
            again: SETTLED_MILLISECONDS,
        };
    },
};

function isSettled(view: View): boolean {
    return view.seen(endpoints)
        ? view.quiet(endpoints) >= SETTLED_MILLISECONDS
        : view.elapsed >= GRACE_MILLISECONDS;
}

function pathsWithoutService(ingress: Properties, view: View): string[] {
    const known = new Set(
        view.related(endpoints).map((entry) => textAt(entry, "metadata", "name")),
    );
    const external = new Set(
        view
            .related(services)
            .filter((service) => textAt(service, "spec", "type") === "ExternalName")
            .map((service) => textAt(service, "metadata", "name")),
    );
    const missing: string[] = [];
    for (const rule of listAt(ingress, "spec", "rules")) {
        for (const path of listAt(rule, "http", "paths")) {
            const service = textAt(path, "backend", "service", "name");
            if (service !== "" && !external.has(service) && !known.has(service)) {
                missing.push(`${rulePath(rule, path)} -> "${service}"`);
            }
        }
    }
    return missing;
}

function rulePath(rule: Value, path: Value): string {
    const text = textAt(rule, "host") + textAt(path, "path");
    return text === "" ? '"" (default path)' : `"${text}"`;
}
