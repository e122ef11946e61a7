import type { types } from "@pulumi/kubernetes";

import type { AppImage, AppModel } from "./model";
import { ApiVersions, Labels, RUN_AS } from "./names";

type Deployment = types.input.apps.v1.Deployment;
type Service = types.input.core.v1.Service;

/** Port of every Service, so that URLs need none. */
const SERVICE_PORT = 80;

/** Time for load balancers and kube-proxies to forget a pod before it is told to stop. */
const PRE_STOP_SECONDS = 5;

/** From the start of `preStop` to SIGKILL: the sleep above and the application's own draining. */
const GRACE_SECONDS = 30;

/**
 * Why the Deployment is as it is; the header of its file.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
 */
export const DEPLOYMENT_REASONS = `No request is lost while pods are replaced, as long as all of these stay:
- readinessProbe: a new pod is asked only once it can answer;
- maxUnavailable 0: a pod goes only after its successor is ready;
- preStop: a pod that is going still serves while its address is being forgotten
  (sleep as an action needs Kubernetes 1.30, but no shell in the image);
- on SIGTERM the application finishes what it has begun, within terminationGracePeriodSeconds.
Replicas, CPU and memory, volumes and the pull Secret come from overlays/*/settings; the tag comes
from overlays/*/kustomization.yaml. So the image here has none, and there is no \`images\` in base.
A start of more than 30 seconds needs a startupProbe.`;

/** The Deployment of one image, without anything that differs between environments. */
export function deployment(app: AppModel, image: AppImage): Deployment {
    const labels = selectorLabels(app, image);
    return {
        apiVersion: ApiVersions.Apps,
        kind: "Deployment",
        metadata: { name: image.name, labels },
        spec: {
            revisionHistoryLimit: 3,
            minReadySeconds: 1,
            progressDeadlineSeconds: 180,
            strategy: {
                type: "RollingUpdate",
                rollingUpdate: { maxUnavailable: 0, maxSurge: 1 },
            },
            selector: { matchLabels: labels },
            template: {
                metadata: { labels },
                spec: {
                    automountServiceAccountToken: false,
                    // The variables of Service links would clash with our own, `BACKEND_PORT` first.
                    enableServiceLinks: false,
                    terminationGracePeriodSeconds: GRACE_SECONDS,
                    securityContext: {
                        runAsNonRoot: true,
                        runAsUser: RUN_AS,
                        runAsGroup: RUN_AS,
                        fsGroup: RUN_AS,
                        fsGroupChangePolicy: "OnRootMismatch",
                        seccompProfile: { type: "RuntimeDefault" },
                    },
                    topologySpreadConstraints: [
                        "topology.kubernetes.io/zone",
                        "kubernetes.io/hostname",
                    ].map((topologyKey) => ({
                        maxSkew: 1,
                        topologyKey,
                        whenUnsatisfiable: "ScheduleAnyway",
                        labelSelector: { matchLabels: labels },
                        // Spread the pods of one rollout, not the new ones against the old.
                        matchLabelKeys: ["pod-template-hash"],
                    })),
                    containers: [container(app, image)],
                    volumes: [{ name: "tmp", emptyDir: { sizeLimit: "64Mi" } }],
                },
            },
        },
    } satisfies Deployment;
}

/** The Service of one image: `http://<name>` within the namespace. */
export function service(app: AppModel, image: AppImage): Service {
    const labels = selectorLabels(app, image);
    return {
        apiVersion: ApiVersions.Core,
        kind: "Service",
        metadata: { name: image.name, labels },
        spec: {
            selector: labels,
            ports: [{ name: "http", port: SERVICE_PORT, targetPort: "http" }],
        },
    } satisfies Service;
}

/** Labels that a Deployment, its pods, its Service and its PodDisruptionBudget share. */
export function selectorLabels(app: AppModel, image: AppImage): Record<string, string> {
    return { [Labels.Name]: image.name, [Labels.PartOf]: app.name };
}

function container(app: AppModel, image: AppImage): types.input.core.v1.Container {
    return {
        name: image.name,
        image: image.repository,
        ports: [{ name: "http", containerPort: image.port }],
        env: [{ name: "PORT", value: String(image.port) }],
        envFrom: [
            { configMapRef: { name: app.name } },
            // Made by `pulumi up` from config `appSecrets`; there may be none.
            { secretRef: { name: app.name, optional: true } },
        ],
        readinessProbe: {
            httpGet: { path: image.readinessPath, port: "http" },
            // Once a second: a new pod serves within a second of being able to.
            periodSeconds: 1,
            timeoutSeconds: 2,
            failureThreshold: 3,
        },
        livenessProbe: {
            httpGet: { path: image.livenessPath, port: "http" },
            periodSeconds: 10,
            timeoutSeconds: 5,
            failureThreshold: 3,
        },
        lifecycle: { preStop: { sleep: { seconds: PRE_STOP_SECONDS } } },
        securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
        },
        volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
    };
}
