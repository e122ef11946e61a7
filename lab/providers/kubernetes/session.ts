import type { EngineLog } from "../protocol/engineLog";
import type { KubeClient } from "./client";
import type { Discovery } from "./discovery";
import type { Mutability } from "./forceNew";

/** The provider's configuration, apart from how to reach the cluster. */
export interface Settings {
    /** Where namespaced objects without a namespace go; "" when no kubeconfig says. */
    readonly defaultNamespace: string;
    /** Take fields over from other managers, without an annotation on the object. */
    readonly patchForce: boolean;
    /** Creating an object that exists takes it over instead of failing. */
    readonly upsertExistingObjects: boolean;
    readonly mutable: Mutability;
    /** Of an unreachable cluster: drop what was there from the state. */
    readonly deleteUnreachable: boolean;
    /** Of an unreachable cluster: keep the state as it is on refresh. */
    readonly skipUpdateUnreachable: boolean;
    readonly suppressHelmHookWarnings: boolean;
}

/** What every operation on a reachable cluster needs. */
export interface Session {
    readonly client: KubeClient;
    readonly discovery: Discovery;
    readonly log: EngineLog;
    /** Aborted when the engine asks to cancel. */
    readonly cancelled: AbortSignal;
    readonly settings: Settings;
}
