import { Properties, textAt } from "../protocol/values";

/** What an object is: `apiVersion` ("v1", "apps/v1") and `kind`. */
export interface ObjectKind {
    readonly apiVersion: string;
    readonly kind: string;
}

export function kindOf(object: Properties): ObjectKind {
    return {
        // "core" is how the type tokens of the SDK write the group without a name.
        apiVersion: textAt(object, "apiVersion").replace(/^core\//, ""),
        kind: textAt(object, "kind"),
    };
}

/**
 * The kind that a type token names: `kubernetes:core/v1:Secret`, `kubernetes:apps/v1:Deployment`.
 *
 * @throws for a token of another shape
 */
export function kindOfToken(type: string): ObjectKind {
    const [, module = "", kind = ""] = type.split(":");
    const groupVersion = module.split("/");
    if (groupVersion.length !== 2 || kind === "") {
        throw new Error(`apiVersion does not have both a group and a version: "${module}"`);
    }
    return kindOf({ apiVersion: module, kind });
}

export function groupOf({ apiVersion }: ObjectKind): string {
    return apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
}

export function versionOf({ apiVersion }: ObjectKind): string {
    return apiVersion.split("/").pop() ?? "";
}

const BUILT_IN_GROUPS = new Set([
    "",
    "apps",
    "autoscaling",
    "batch",
    "extensions",
    "policy",
    "admissionregistration.k8s.io",
    "apiextensions.k8s.io",
    "apiregistration.k8s.io",
    "authentication.k8s.io",
    "authorization.k8s.io",
    "certificates.k8s.io",
    "coordination.k8s.io",
    "discovery.k8s.io",
    "events.k8s.io",
    "flowcontrol.apiserver.k8s.io",
    "internal.apiserver.k8s.io",
    "networking.k8s.io",
    "node.k8s.io",
    "rbac.authorization.k8s.io",
    "resource.k8s.io",
    "scheduling.k8s.io",
    "storage.k8s.io",
]);

const CLUSTER_SCOPED = new Set([
    "APIService",
    "CertificateSigningRequest",
    "ClusterRole",
    "ClusterRoleBinding",
    "CSIDriver",
    "CSINode",
    "CustomResourceDefinition",
    "DeviceClass",
    "FlowSchema",
    "IngressClass",
    "IPAddress",
    "MutatingAdmissionPolicy",
    "MutatingAdmissionPolicyBinding",
    "MutatingWebhookConfiguration",
    "Namespace",
    "Node",
    "PersistentVolume",
    "PriorityClass",
    "PriorityLevelConfiguration",
    "ResourceSlice",
    "RuntimeClass",
    "ServiceCIDR",
    "StorageClass",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
    "VolumeAttachment",
    "VolumeAttributesClass",
]);

/** Whether Kubernetes itself has the kind, rather than a CustomResourceDefinition. */
export function isBuiltIn(kind: ObjectKind): boolean {
    return BUILT_IN_GROUPS.has(groupOf(kind));
}

/** Whether a built-in kind lives in namespaces. */
export function isBuiltInNamespaced({ kind }: ObjectKind): boolean {
    return !CLUSTER_SCOPED.has(kind);
}

export function isSecret(object: Properties): boolean {
    return groupOf(kindOf(object)) === "" && object["kind"] === "Secret";
}

export function isConfigMap(object: Properties): boolean {
    return groupOf(kindOf(object)) === "" && object["kind"] === "ConfigMap";
}

export function isCustomResourceDefinition(object: Properties): boolean {
    return (
        groupOf(kindOf(object)) === "apiextensions.k8s.io" &&
        object["kind"] === "CustomResourceDefinition"
    );
}
