/** Webhooks as GitHub shows them: the secret only as asterisks, and only if there is one. */
import type { Addresses } from "../../addresses";
import type { Hook, RepositoryRecord } from "../../model";

/** `hook`. */
export function hookView(addresses: Addresses, record: RepositoryRecord, hook: Hook) {
    const url = `${addresses.api}/repos/${record.owner}/${record.name}/hooks/${hook.id}`;
    return {
        type: "Repository",
        id: hook.id,
        name: "web",
        active: hook.active,
        events: hook.events,
        config: {
            content_type: hook.contentType,
            insecure_ssl: hook.insecureSsl,
            ...(hook.secret === undefined ? {} : { secret: "********" }),
            url: hook.url,
        },
        updated_at: hook.updatedAt,
        created_at: hook.createdAt,
        url,
        test_url: `${url}/test`,
        ping_url: `${url}/pings`,
        deliveries_url: `${url}/deliveries`,
        last_response: hook.lastResponse,
    };
}
