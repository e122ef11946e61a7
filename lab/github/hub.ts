/** What every part of the stand-in shares. */
import path from "node:path";
import type { Addresses } from "./addresses";
import type { Faults } from "./faults";
import { BareRepository } from "./git/bareRepository";
import type { Journals } from "./journal";
import type { RepositoryRecord, Violation } from "./model";
import { timestamp, type Store } from "./store";
import type { Webhooks } from "./webhooks/webhooks";

export interface Hub {
    readonly store: Store;
    readonly addresses: Addresses;
    readonly journals: Journals;
    readonly faults: Faults;
    readonly webhooks: Webhooks;
    /** Directory of the bare repositories. */
    readonly repositories: string;
    /** Directory of the hooks that all bare repositories use. */
    readonly gitHooks: string;
}

/** The bare repository behind a record. */
export function gitOf(hub: Pick<Hub, "repositories">, record: RepositoryRecord): BareRepository {
    return new BareRepository(path.join(hub.repositories, `${record.id}.git`));
}

/** Remembers something that must not happen; survives a restart. */
export function recordViolation(hub: Pick<Hub, "store">, violation: Omit<Violation, "at">): void {
    hub.store.state.violations.push({ at: timestamp(), ...violation });
    hub.store.save();
}
