import { at, listAt, objectAt, Properties, textAt } from "../../protocol/values";
import { Readiness, ready, View } from "./readiness";

const endpoints = { apiVersion: "v1", kind: "Endpoints" };

/** Endpoints count as settled when nothing changed for this long. */
const SETTLED_MILLISECONDS = 10_000;

/** Ready with an address (load balancers) and when no pod behind it is still starting. */
export const serviceReadiness: Readiness = {
    related: [endpoints],
    onRead: true,
    check: (view) => {
        const { object } = view;
        if (object === undefined) {
            return { ready: false, problems: ["Service was deleted"] };
        }
        const isLoadBalancer = textAt(object, "spec", "type") === "LoadBalancer";
        const hasAddress =
            !isLoadBalancer || listAt(object, "status", "loadBalancer", "ingress").length > 0;
        if (!waitsForPods(object)) {
            return hasAddress ? ready() : { ready: false, problems: problems(object, true, false) };
        }
        const own = ownEndpoints(view, object);
        const subsets = listAt(own, "subsets");
        const anyReady = subsets.some((subset) => listAt(subset, "addresses").length > 0);
        const pending = subsets.some((subset) => listAt(subset, "notReadyAddresses").length > 0);
        const settled = view.seen(endpoints) && view.quiet(endpoints) >= SETTLED_MILLISECONDS;
        if (hasAddress && settled && !pending) {
            return ready("✅ Service initialization complete");
        }
        return {
            ready: false,
            status:
                settled && anyReady
                    ? "[2/3] Attempting to allocate IP address to Service"
                    : "[1/3] Finding Pods to direct traffic to",
            problems: problems(object, anyReady, hasAddress),
            again: SETTLED_MILLISECONDS,
        };
    },
};

function waitsForPods(service: Properties): boolean {
    return (
        textAt(service, "spec", "type") !== "ExternalName" &&
        at(service, "spec", "clusterIP") !== "None" &&
        Object.keys(objectAt(service, "spec", "selector")).length > 0
    );
}

function ownEndpoints(view: View, service: Properties): Properties | undefined {
    const name = textAt(service, "metadata", "name");
    return view.related(endpoints).find((entry) => textAt(entry, "metadata", "name") === name);
}

function problems(service: Properties, anyReady: boolean, hasAddress: boolean): string[] {
    if (textAt(service, "spec", "type") === "ExternalName") {
        return [];
    }
    return [
        ...(anyReady
            ? []
            : [
                  "Service does not target any Pods. Selected Pods may not be ready, or " +
                      "field '.spec.selector' may not match labels on any Pods",
              ]),
        ...(hasAddress
            ? []
            : ["Service was not allocated an IP address; does your cloud provider support this?"]),
    ];
}
