import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";

import type { Tables } from "../../github/client";
import { kubectl } from "../../inside";
import type { Lab } from "../../loop/lab";
import { type Look, waitFor } from "../../wait";

/** Everything there is, on both sides, to compare two points in time by. */
export interface Snapshot {
    /** `kind/name` with namespace, of every kind in every namespace. */
    readonly cluster: readonly string[];
    readonly gitHub: Tables;
}

/** What comes and goes by itself. */
const FLEETING = /^(events|leases|endpointslices|ipaddresses)\b/;

/**
 * @throws AssertionError naming what came and what went
 */
export function assertSame(before: Snapshot, after: Snapshot): void {
    const minus = (a: readonly string[], b: readonly string[]) => a.filter((x) => !b.includes(x));
    assert.deepEqual(
        {
            came: minus(after.cluster, before.cluster),
            went: minus(before.cluster, after.cluster),
        },
        { came: [], went: [] },
    );
    assert.deepEqual(after.gitHub, before.gitHub);
}

/** Waits until a new cluster has made for itself what it makes for every namespace. */
export async function clusterSettled(): Promise<void> {
    await waitFor(
        async () => {
            const names = async (kind: string, field: string) =>
                (await kubectl(["get", kind, "--all-namespaces", `--output=jsonpath={${field}}`]))
                    .split(" ")
                    .sort();
            const wanted = await names("namespaces", ".items[*].metadata.name");
            const selector = '.items[?(@.metadata.name=="kube-root-ca.crt")].metadata.namespace';
            const there = await names("configmaps", selector);
            return there.join() === wanted.join()
                ? { met: true, value: undefined }
                : { met: false, state: `kube-root-ca.crt in ${there.join()}` };
        },
        { what: "the cluster to have settled", deadlineSeconds: 60, intervalMilliseconds: 300 },
    );
}

/** Waits until pods that a rollout has replaced are gone: they would be gone from a later snapshot. */
export async function podsDrained(): Promise<void> {
    const template =
        "--output=go-template={{range .items}}{{if .metadata.deletionTimestamp}}" +
        '{{.metadata.namespace}}/{{.metadata.name}} {{"\\n"}}{{end}}{{end}}';
    await waitFor(
        async () => {
            const going = await kubectl(["get", "pods", "--all-namespaces", template]);
            return going.trim() === ""
                ? { met: true, value: undefined }
                : { met: false, state: going.trim() };
        },
        { what: "replaced pods to be gone", deadlineSeconds: 60, intervalMilliseconds: 300 },
    );
}

/** Waits until Jobs that go some time after their end, as Helm's hooks do, have gone. */
export async function endedJobsGone(): Promise<void> {
    const template =
        "--output=go-template={{range .items}}{{if .spec.ttlSecondsAfterFinished}}" +
        '{{.metadata.namespace}}/{{.metadata.name}} {{"\\n"}}{{end}}{{end}}';
    await waitFor(
        async () => {
            const left = await kubectl(["get", "jobs", "--all-namespaces", template]);
            return left.trim() === ""
                ? { met: true, value: undefined }
                : { met: false, state: left.trim() };
        },
        { what: "ended Jobs to be gone", deadlineSeconds: 120, intervalMilliseconds: 1000 },
    );
}

/** A snapshot once nothing goes any more of what something before has set going. */
export async function settled(lab: Lab): Promise<Snapshot> {
    await podsDrained();
    await endedJobsGone();
    let last = await takeSnapshot(lab);
    return waitFor(
        async () => {
            const before = last;
            last = await takeSnapshot(lab);
            return isDeepStrictEqual(before, last)
                ? { met: true, value: last }
                : { met: false, state: `${last.cluster.length} objects` };
        },
        { what: "all to have settled", deadlineSeconds: 120, intervalMilliseconds: 3_000 },
    );
}

export async function takeSnapshot(lab: Lab): Promise<Snapshot> {
    return {
        cluster: await waitFor(objectsOfAllKinds, {
            what: "all kinds of objects to be listed",
            deadlineSeconds: 60,
        }),
        gitHub: await lab.gitHub.tables(),
    };
}

/** The API server goes on telling for a moment of kinds whose definition has been deleted. */
async function objectsOfAllKinds(): Promise<Look<string[]>> {
    const kinds = (await kubectl(["api-resources", "--verbs=list", "--output=name"]))
        .split("\n")
        .filter((kind) => kind !== "" && !FLEETING.test(kind));
    const template =
        '{{range .items}}{{.kind}} {{.metadata.namespace}}/{{.metadata.name}}{{"\\n"}}{{end}}';
    try {
        const objects = await kubectl([
            "get",
            kinds.join(","),
            "--all-namespaces",
            "--ignore-not-found",
            `--output=go-template=${template}`,
        ]);
        return { met: true, value: objects.split("\n").filter(Boolean).sort() };
    } catch (error) {
        const gone = /doesn't have a resource type "\S+"/.exec((error as Error).message);
        if (!gone) {
            throw error;
        }
        return { met: false, state: `the server ${gone[0]}` };
    }
}
