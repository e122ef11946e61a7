import { ARGO_CD } from "./definition";
import type { KnownDifference } from "./difference";

const REDIS_HEALTH =
    "scripts for probes that the public chart has switched off by default; the module has none";
const REPO_SERVER_ROLE =
    "a Role without rules, and its binding: they grant nothing; the module has neither";

/** Every difference between the lab's charts and the public ones that is meant. */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
    {
        chart: ARGO_CD.name,
        kind: "ConfigMap",
        name: "argocd-redis-health-configmap",
        path: "",
        reason: REDIS_HEALTH,
    },
    {
        chart: ARGO_CD.name,
        kind: "Deployment",
        name: "argocd-redis",
        path: "spec.template.spec.containers[redis].volumeMounts[/health]",
        reason: REDIS_HEALTH,
    },
    {
        chart: ARGO_CD.name,
        kind: "Deployment",
        name: "argocd-redis",
        path: "spec.template.spec.volumes[health]",
        reason: REDIS_HEALTH,
    },
    {
        chart: ARGO_CD.name,
        kind: "Role",
        name: "argocd-repo-server",
        path: "",
        reason: REPO_SERVER_ROLE,
    },
    {
        chart: ARGO_CD.name,
        kind: "RoleBinding",
        name: "argocd-repo-server",
        path: "",
        reason: REPO_SERVER_ROLE,
    },
];
