import type { Resources, Storage, SyncPolicy, UpdatePolicy } from "../components/manifests/model";

/** Straight to the branch, or by pull requests that somebody merges. */
export type WriteBack = "direct" | "pullRequest";

/** What an environment means, whoever installs it and wherever. */
export interface Environment {
    /** Folder below `manifests/overlays`, and the word people use: `development`. */
    readonly overlay: string;
    /** Pods of every Deployment. */
    readonly replicas: number;
    readonly resources: Resources;
    /** The data volume; a claim that several pods mount needs `storageClassName` in config. */
    readonly storage?: Omit<Storage, "storageClassName">;
    /** Which tags this environment takes. Config `constraints`, `pin` and `paused` narrow it. */
    readonly update: UpdatePolicy;
    readonly sync: SyncPolicy;
    /** Its overlay is the code owners' to review, if there are any. */
    readonly isReviewed?: true;
    /** How the updater writes, unless config `writeBack` says otherwise. */
    readonly writeBack: WriteBack;
}
