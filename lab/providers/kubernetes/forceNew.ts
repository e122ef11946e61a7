import type { Properties } from "../protocol/values";
import { groupOf, isConfigMap, isSecret, kindOf, versionOf } from "./kinds";

/** Whether Secrets and ConfigMaps change in place; both are settings of the provider. */
export interface Mutability {
    readonly secrets: boolean;
    readonly configMaps: boolean;
}

const SELECTOR = ["spec.selector"];
const STATEFUL_SET = [
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
];
const JOB = ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"];
const ROLE_BINDING = ["roleRef"];

const POD_SPEC = [
    "affinity",
    "automountServiceAccountToken",
    "dnsConfig",
    "dnsPolicy",
    "enableServiceLinks",
    "hostAliases",
    "hostIPC",
    "hostNetwork",
    "hostPID",
    "hostname",
    "imagePullSecrets",
    "nodeName",
    "nodeSelector",
    "overhead",
    "preemptionPolicy",
    "priority",
    "priorityClassName",
    "readinessGates",
    "restartPolicy",
    "runtimeClassName",
    "schedulerName",
    "securityContext",
    "serviceAccount",
    "serviceAccountName",
    "shareProcessNamespace",
    "subdomain",
    "terminationGracePeriodSeconds",
    "volumes",
];
const CONTAINER = [
    "args",
    "command",
    "env",
    "image",
    "imagePullPolicy",
    "lifecycle",
    "livenessProbe",
    "ports",
    "readinessProbe",
    "resources",
    "securityContext",
    "stdin",
    "stdinOnce",
    "terminationMessagePath",
    "terminationMessagePolicy",
    "tty",
    "volumeDevices",
    "volumeMounts",
    "workingDir",
];

/** By `version/kind` below the group. Groups and versions that are not here replace only on names. */
const KINDS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
    "": {
        "v1/PersistentVolumeClaim": [
            "spec.accessModes",
            "spec.selector",
            "spec.storageClassName",
            "spec.volumeName",
        ],
        "v1/Pod": [
            ...POD_SPEC.map((field) => `spec.${field}`),
            ...["containers", "initContainers"].flatMap((list) =>
                CONTAINER.map((field) => `spec.${list}[*].${field}`),
            ),
        ],
        "v1/ResourceQuota": ["spec.scopes"],
        "v1/Secret": ["type"],
        "v1/Service": ["spec.clusterIP"],
    },
    apps: {
        "v1/DaemonSet": SELECTOR,
        "v1/Deployment": SELECTOR,
        "v1/StatefulSet": STATEFUL_SET,
    },
    batch: { "v1/Job": JOB },
    "rbac.authorization.k8s.io": {
        "v1/ClusterRoleBinding": ROLE_BINDING,
        "v1/RoleBinding": ROLE_BINDING,
    },
    "storage.k8s.io": { "v1/StorageClass": ["parameters", "provisioner"] },
};

/** The properties of an object that can only change by replacing it. */
export function forceNewProperties(object: Properties, mutable: Mutability): readonly string[] {
    const kind = kindOf(object);
    const fields = KINDS[groupOf(kind)]?.[`${versionOf(kind)}/${kind.kind}`] ?? [];
    const immutable = object["immutable"] === true;
    return ["metadata.name", "metadata.namespace", ...special(), ...fields];

    function special(): readonly string[] {
        if (isSecret(object) && (!mutable.secrets || immutable)) {
            return ["stringData", "data"];
        }
        return isConfigMap(object) && (!mutable.configMaps || immutable)
            ? ["binaryData", "data"]
            : [];
    }
}
