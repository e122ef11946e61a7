import { objectAt, textAt } from "../../protocol/values";
import { Readiness, ready } from "./readiness";

const storageClasses = { apiVersion: "storage.k8s.io/v1", kind: "StorageClass" };

/** Ready when bound; a new claim whose class waits for the first consumer need only be pending. */
export const volumeClaimReadiness: Readiness = {
    related: [storageClasses],
    onRead: false,
    timeoutSeconds: 300,
    check: (view) => {
        const { object } = view;
        const phase = textAt(object, "status", "phase");
        const className = textAt(object, "spec", "storageClassName");
        const storageClass = view
            .related(storageClasses)
            .find((entry) => textAt(entry, "metadata", "name") === className);
        const waitsForConsumer =
            textAt(storageClass, "volumeBindingMode") === "WaitForFirstConsumer";
        if (phase === "Bound" || (waitsForConsumer && phase === "Pending")) {
            return ready();
        }
        return { ready: false, problems: [`PersistentVolumeClaim is ${phase || "not seen yet"}`] };
    },
};

/** A token Secret is ready when the token controller has filled it in; others are at once. */
export const secretReadiness: Readiness = {
    related: [],
    onRead: false,
    timeoutSeconds: 5,
    check: ({ object, applied }) =>
        textAt(applied, "type") !== "kubernetes.io/service-account-token" ||
        Object.keys(objectAt(object, "data")).length > 0
            ? ready()
            : { ready: false, problems: ["Secret has no data yet"] },
};
