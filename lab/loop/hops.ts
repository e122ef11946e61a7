import { waitFor } from "../wait";
import type { ClusterApi } from "./clusterApi";
import type { RepositoryApi } from "./repositoryApi";
import { seeApplication, type SeenPod, type SeenRollout, seePods, seeRollout } from "./seen";

/** Where one environment is, and how to look at it. */
export interface Watched {
    readonly api: ClusterApi;
    readonly repository: RepositoryApi;
    /** Name of Application and destination namespace: `letsgo-app-dev`. */
    readonly instance: string;
    /** Namespace of Argo CD. */
    readonly argoNamespace: string;
    /** `development` */
    readonly overlay: string;
}

/** A build on its way to the pods. */
export interface PushedBuild {
    /** Deployment: `backend`. */
    readonly name: string;
    /** `ghcr.io/letsgo/letsgo-app-backend` */
    readonly image: string;
    readonly tag: string;
    /** `sha256:…` */
    readonly digest: string;
    /** When the registry had it, in milliseconds of `performance.now()`. */
    readonly at: number;
}

export const HOPS = ["committed", "synced", "rolled out"] as const;
export type Hop = (typeof HOPS)[number];

export interface ReachedHop {
    readonly hop: Hop;
    /** What was seen: `as 1a2b3c4`. */
    readonly detail: string;
    /** Since the hop before. */
    readonly seconds: number;
}

/** How long each hop may take before the loop counts as broken. */
const DEADLINE_SECONDS = 180;

/**
 * Follows a build from the registry to the pods.
 *
 * @param reached is told of each hop as it is reached
 * @throws DeadlineExceeded naming the hop that was not reached, and the last state
 */
export async function followBuild(
    watched: Watched,
    build: PushedBuild,
    reached: (hop: ReachedHop) => void = () => undefined,
): Promise<ReachedHop[]> {
    const hops: ReachedHop[] = [];
    let last = build.at;
    const note = (hop: Hop, detail: string) => {
        const now = performance.now();
        const entry = { hop, detail, seconds: (now - last) / 1000 };
        last = now;
        hops.push(entry);
        reached(entry);
    };

    const sha = await committed(watched, build);
    note("committed", `as ${sha.slice(0, 7)}`);
    const revision = await synced(watched, build);
    note("synced", `at ${revision.slice(0, 7)}`);
    note("rolled out", await rolledOut(watched, build));
    return hops;
}

async function committed(watched: Watched, build: PushedBuild): Promise<string> {
    const { overlay, repository } = watched;
    await waitFor(
        async () => {
            const tag = await repository.overlayTag(overlay, build.image);
            return tag === build.tag
                ? { met: true, value: tag }
                : { met: false, state: `the overlay names ${tag}` };
        },
        {
            what: `the updater to commit ${build.image}:${build.tag} to overlay ${overlay}`,
            deadlineSeconds: DEADLINE_SECONDS,
        },
    );
    const [commit] = await repository.commits(`manifests/overlays/${overlay}/kustomization.yaml`);
    return commit?.sha ?? "";
}

/** The Deployment has the image: Argo CD has applied the commit, or a later one. */
function synced(watched: Watched, build: PushedBuild): Promise<string> {
    const { api, argoNamespace, instance } = watched;
    return waitFor(
        async () => {
            const rollout = await seeRollout(api, instance, build.name);
            const { sync, revision, conditions } = await seeApplication(
                api,
                argoNamespace,
                instance,
            );
            return rollout.image === `${build.image}:${build.tag}`
                ? { met: true, value: revision }
                : { met: false, state: `${sync} at ${revision}, ${rollout.state} ${conditions}` };
        },
        {
            what: `Argo CD to sync ${build.tag} to ${instance}`,
            deadlineSeconds: DEADLINE_SECONDS,
        },
    );
}

/** Every pod runs the very digest that was pushed, is ready, and no other is left. */
function rolledOut(watched: Watched, build: PushedBuild): Promise<string> {
    const { api, instance } = watched;
    return waitFor(
        async () => {
            const rollout = await seeRollout(api, instance, build.name);
            const pods = await seePods(api, instance, build.name);
            const states = pods.map(({ name, waiting }) => `${name} ${waiting}`).join(", ");
            return isRolledOut(build, rollout, pods)
                ? { met: true, value: `${pods.length} of ${pods.length} pods run the digest` }
                : { met: false, state: `${rollout.state}; pods: ${states}` };
        },
        {
            what: `all pods of ${build.name} to run ${build.digest}`,
            deadlineSeconds: DEADLINE_SECONDS,
        },
    );
}

/**
 * Whether the build is what runs: the Deployment names it, and has all its pods, one at least, each
 * ready and of that digest.
 *
 * @param pods that are not being deleted
 */
export function isRolledOut(
    build: Pick<PushedBuild, "image" | "tag" | "digest">,
    rollout: SeenRollout,
    pods: readonly SeenPod[],
): boolean {
    return (
        rollout.complete &&
        rollout.image === `${build.image}:${build.tag}` &&
        pods.length > 0 &&
        pods.length === rollout.replicas &&
        pods.every(({ imageId, ready }) => ready && imageId.endsWith(`@${build.digest}`))
    );
}
