import type { EngineLog } from "./engineLog";
import type { Properties } from "./values";

/** What every request about one resource says. */
export interface ResourceRequest {
    readonly urn: string;
    /** The type token, e.g. `kubernetes:core/v1:Secret`. */
    readonly type: string;
    /** The resource's name in the program: the last part of its URN. */
    readonly name: string;
}

export interface CheckRequest extends ResourceRequest {
    /** Inputs of the last operation; empty for a new resource. */
    readonly olds: Properties;
    readonly news: Properties;
    /** Makes automatic names the same in preview and in the update that follows; may be empty. */
    readonly randomSeed: Uint8Array;
    readonly autonaming?: Autonaming;
}

/** What the engine's `pulumi:autonaming` setting asks for. */
export interface Autonaming {
    readonly mode: "propose" | "enforce" | "disable";
    readonly proposedName: string;
}

export interface CheckFailure {
    /** The input that is wrong; empty for the whole resource. */
    readonly property: string;
    readonly reason: string;
}

export interface CheckResponse {
    readonly inputs: Properties;
    readonly failures?: readonly CheckFailure[];
}

export interface DiffRequest extends ResourceRequest {
    readonly id: string;
    /** The state, outputs included. */
    readonly olds: Properties;
    readonly oldInputs: Properties;
    readonly news: Properties;
    readonly ignoreChanges: readonly string[];
}

export type DiffKind = "add" | "delete" | "update";

/** One changed property. */
export interface PropertyDiff {
    readonly kind: DiffKind;
    readonly replace: boolean;
    /** Whether the old side of the difference is an input rather than the state. */
    readonly inputDiff: boolean;
}

export interface DiffResponse {
    readonly changed: boolean;
    /** Property paths that force a replacement. */
    readonly replaces?: readonly string[];
    /** Top-level properties that changed. */
    readonly diffs?: readonly string[];
    readonly deleteBeforeReplace?: boolean;
    /** By property path, e.g. `metadata.labels.app` or `data["tls.crt"]`. */
    readonly detailed?: Readonly<Record<string, PropertyDiff>>;
}

export interface CreateRequest extends ResourceRequest {
    readonly inputs: Properties;
    /** Seconds from the resource's `customTimeouts`; 0 when it has none. */
    readonly timeout: number;
    readonly preview: boolean;
}

export interface CreateResponse {
    /** Empty in a preview. */
    readonly id: string;
    readonly state: Properties;
}

export interface ReadRequest extends ResourceRequest {
    readonly id: string;
    /** Empty for `get` and import. */
    readonly state: Properties;
    readonly inputs: Properties;
}

export interface ReadResponse {
    readonly id: string;
    readonly state: Properties;
    readonly inputs: Properties;
}

export interface UpdateRequest extends ResourceRequest {
    readonly id: string;
    readonly olds: Properties;
    readonly news: Properties;
    readonly ignoreChanges: readonly string[];
    /** As in {@link CreateRequest}. */
    readonly timeout: number;
    readonly preview: boolean;
}

export interface DeleteRequest extends ResourceRequest {
    readonly id: string;
    readonly state: Properties;
    /** As in {@link CreateRequest}. */
    readonly timeout: number;
}

/** What {@link Provider.configure} is given besides the configuration. */
export interface ProviderHost {
    readonly log: EngineLog;
    /** Aborted when the engine asks to cancel (Ctrl-C): every wait must end. */
    readonly cancelled: AbortSignal;
}

/**
 * A resource provider. Errors thrown fail the operation with their message; an
 * {@link InitializationError} keeps the resource in the state nevertheless.
 */
export interface Provider {
    /** Checks the provider resource's own inputs. */
    checkConfig?(request: CheckRequest): Promise<CheckResponse>;
    /** Says which changes of the provider's inputs replace what it manages. */
    diffConfig?(request: DiffRequest): Promise<DiffResponse>;
    /** Takes the configuration, by name without the package prefix. */
    configure(config: Readonly<Record<string, string>>, host: ProviderHost): Promise<void>;
    check(request: CheckRequest): Promise<CheckResponse>;
    diff(request: DiffRequest): Promise<DiffResponse>;
    create(request: CreateRequest): Promise<CreateResponse>;
    /** Returns undefined when the resource is gone. */
    read(request: ReadRequest): Promise<ReadResponse | undefined>;
    /** Returns the new state. */
    update(request: UpdateRequest): Promise<Properties>;
    delete(request: DeleteRequest): Promise<void>;
}

/**
 * The resource exists, but is not what it should be yet (not ready in time, cancelled). The engine
 * keeps it in the state with these reasons, and the next update goes on from there.
 */
export class InitializationError extends Error {
    constructor(
        message: string,
        readonly id: string,
        readonly state: Properties,
        readonly reasons: readonly string[],
        /** The inputs to keep; the engine keeps those of the request when they are missing. */
        readonly inputs?: Properties,
    ) {
        super(message);
    }
}
