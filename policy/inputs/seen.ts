import type { Leaf } from "./tree";

/** What is known of one resource's inputs. */
export interface SeenResource {
    readonly type: string;
    readonly name: string;
    readonly urn: string;
    readonly leaves: readonly Leaf[];
}

/**
 * Inputs of the resources of one run, with their secrecy, which the SDK shows to remediations only.
 * They stay in the memory of the pack's process, which ends with the run.
 */
export class SeenInputs {
    private readonly byUrn = new Map<string, SeenResource>();

    record(resource: SeenResource): void {
        this.byUrn.set(resource.urn, resource);
    }

    /** The resource as it was seen in this run; `undefined` if remediations are not run. */
    get(urn: string): SeenResource | undefined {
        return this.byUrn.get(urn);
    }

    all(): readonly SeenResource[] {
        return [...this.byUrn.values()];
    }
}
