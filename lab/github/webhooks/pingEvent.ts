/** The payload of the `ping` that follows a hook's creation. */
import type { Hub } from "../hub";
import type { Hook, RepositoryRecord } from "../model";
import { hookView } from "../rest/views/hook";
import { repositoryView } from "../rest/views/repository";

/** @see https://docs.github.com/en/webhooks/webhook-events-and-payloads#ping */
export function pingEvent(hub: Hub, record: RepositoryRecord, hook: Hook): object {
    return {
        zen: "Keep it logically awesome.",
        hook_id: hook.id,
        hook: hookView(hub.addresses, record, hook),
        repository: repositoryView(hub, record),
    };
}
