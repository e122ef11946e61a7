/** What follows every push, whichever way it came. */
import type { Hub } from "../hub";
import type { RefUpdate } from "../journal";
import type { RepositoryRecord } from "../model";
import { timestamp } from "../store";
import { pushEvent } from "../webhooks/pushEvent";

/**
 * Notes the time and tells the subscribed webhooks.
 * @param login account on whose behalf the push was made
 */
export async function pushed(
    hub: Hub,
    record: RepositoryRecord,
    updates: readonly RefUpdate[],
    login: string,
): Promise<void> {
    if (updates.length === 0) {
        return;
    }
    record.pushedAt = timestamp();
    hub.store.save();
    // What every commit changed is worth finding out only if somebody wants to know.
    if (!hub.webhooks.listens(record, "push")) {
        return;
    }
    for (const update of updates) {
        hub.webhooks.deliver(record, "push", await pushEvent(hub, record, update, login));
    }
}
