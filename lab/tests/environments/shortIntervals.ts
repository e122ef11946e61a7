import assert from "node:assert/strict";

import { kubectl } from "../../inside";
import type { Scene } from "./scene";

/** The longer of the intervals that the program sets, in seconds. */
export const INTERVAL_SECONDS = 60;

/** Both of them, as long as they are short. */
export const SHORT_INTERVAL_SECONDS = 10;

/** Where the two intervals are, and what the program sets: of the registry, and of Git. */
const INTERVALS = [
    { configMap: "argocd-image-updater-config", key: "interval", ours: `${INTERVAL_SECONDS}s` },
    { configMap: "argocd-cm", key: "timeout.reconciliation", ours: "30s" },
] as const;

/** Who reads them, at their start only. */
const READERS = [
    "deployment/argocd-image-updater-controller",
    "deployment/argocd-repo-server",
    "statefulset/argocd-application-controller",
];
const READERS_PODS =
    "app.kubernetes.io/name in (argocd-image-updater, argocd-repo-server, argocd-application-controller)";

/**
 * Does something while the updater looks, and Argo CD reads Git, every 10 seconds: by hand, behind
 * the program's back, because two runs of it would take longer than what they are for.
 */
export async function withShortIntervals(scene: Scene, work: () => Promise<void>): Promise<void> {
    const { argoNamespace } = scene.watched.dev;
    const own = (...args: string[]) => kubectl(["-n", argoNamespace, ...args]);
    for (const { configMap, key, ours } of INTERVALS) {
        const template = `--output=go-template={{index .data "${key}"}}`;
        const value = await own("get", "configmap", configMap, template);
        assert.equal(value, ours, key);
    }
    const set = async (values: readonly string[]) => {
        for (const [index, { configMap, key }] of INTERVALS.entries()) {
            const patch = `--patch=${JSON.stringify({ data: { [key]: values[index] } })}`;
            await own("patch", "configmap", configMap, "--type=merge", patch);
        }
        // Not a restart by annotation, which would stay in what the program has installed.
        await own("delete", "pods", `--selector=${READERS_PODS}`);
        for (const reader of READERS) {
            await own("rollout", "status", reader, "--timeout=120s");
        }
    };
    try {
        await set(INTERVALS.map(() => `${SHORT_INTERVAL_SECONDS}s`));
        await work();
    } finally {
        await set(INTERVALS.map(({ ours }) => ours));
    }
}
