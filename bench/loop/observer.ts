import type { Watched } from "../../lab/loop/hops";
import type { Lab } from "../../lab/loop/lab";
import { waitFor } from "../../lab/wait";
import { branchMoves } from "./branchWatch";
import { EnvironmentWatch, type PodHistory } from "./environmentWatch";

/** A build that has been pushed. */
export interface PushedImage {
    /** `ghcr.io/letsgo/letsgo-app-backend` */
    readonly image: string;
    readonly tag: string;
    /** `sha256:…` */
    readonly digest: string;
    /** Before the registry was told the tag; milliseconds since the epoch, as below. */
    readonly at: number;
}

/** When a push was where, in milliseconds since the epoch. */
export interface Moments {
    /** The branch has a commit with the tag. */
    readonly committed: number;
    /** The Deployment has the image. */
    readonly synced: number;
    /** The last of the new pods is ready. */
    readonly ready: number;
    /** The pod that was ready first. */
    readonly pod: PodHistory;
}

/** Longer than any wait of two pollers with upstream's defaults. */
const DEADLINE_SECONDS = 900;

/**
 * Follows pushes of one application in one environment from outside. It is told of what happens by
 * the kernel and the API server and asks nobody meanwhile.
 */
export class Observer {
    private readonly commits = new Map<string, number>();
    private readonly stopped = new AbortController();
    private readonly environment: EnvironmentWatch;
    private failure: Error | undefined;

    private constructor(
        private readonly lab: Lab,
        private readonly watched: Watched,
        name: string,
        private readonly image: string,
    ) {
        this.environment = new EnvironmentWatch(watched, name, this.stopped.signal);
    }

    static start(lab: Lab, watched: Watched, name: string, image: string): Observer {
        const observer = new Observer(lab, watched, name, image);
        observer.run(observer.followBranch());
        observer.run(observer.environment.followDeployment());
        observer.run(observer.environment.followPods());
        return observer;
    }

    get replicas(): number {
        return this.environment.replicas;
    }

    stop(): void {
        this.stopped.abort();
    }

    /** Waits until a push is in all new pods. */
    async follow(push: PushedImage): Promise<Moments> {
        const { environment, commits } = this;
        const reference = `${push.image}:${push.tag}`;
        return waitFor(
            () => {
                this.check();
                const committed = commits.get(push.tag);
                const synced = environment.images.get(reference);
                const running = [...environment.pods.values()].filter(
                    (pod) => pod.readyAt !== undefined && pod.imageId.endsWith(push.digest),
                );
                running.sort((a, b) => (a.readyAt ?? 0) - (b.readyAt ?? 0));
                const [first] = running;
                const last = running.at(-1);
                return committed !== undefined &&
                    synced !== undefined &&
                    first !== undefined &&
                    last?.readyAt !== undefined &&
                    running.length >= environment.replicas
                    ? { met: true, value: { committed, synced, ready: last.readyAt, pod: first } }
                    : {
                          met: false,
                          state:
                              `committed ${committed !== undefined}, synced ${synced !== undefined}, ` +
                              `${running.length} of ${environment.replicas} pods ready`,
                      };
            },
            {
                what: `${reference} to be ready in ${this.watched.instance}`,
                deadlineSeconds: DEADLINE_SECONDS,
                // A look into this program's memory; the moments are those of the events.
                intervalMilliseconds: 200,
            },
        );
    }

    /** Waits until no pod of an earlier build is left, so that nothing of it disturbs the next. */
    async settled(): Promise<void> {
        const { environment } = this;
        await waitFor(
            () => {
                this.check();
                const pods = [...environment.pods.values()];
                const calm =
                    environment.replicas > 0 &&
                    pods.length === environment.replicas &&
                    pods.every(({ readyAt }) => readyAt !== undefined);
                return calm
                    ? { met: true, value: undefined }
                    : { met: false, state: `${pods.length} pods` };
            },
            {
                what: `${this.watched.instance} to be at rest`,
                deadlineSeconds: DEADLINE_SECONDS,
                intervalMilliseconds: 200,
            },
        );
    }

    private async followBranch(): Promise<void> {
        for await (const at of branchMoves(this.lab, this.stopped.signal)) {
            const { overlay, repository } = this.watched;
            const tag = await repository.overlayTag(overlay, this.image);
            if (!this.commits.has(tag)) {
                this.commits.set(tag, at);
            }
        }
    }

    private run(work: Promise<void>): void {
        work.catch((error: unknown) => {
            if (!this.stopped.signal.aborted) {
                this.failure = error instanceof Error ? error : new Error(String(error));
            }
        });
    }

    private check(): void {
        if (this.failure !== undefined) {
            throw this.failure;
        }
    }
}
