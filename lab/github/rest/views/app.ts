/** Apps and their installations as GitHub shows them. */
import { nodeId } from "../../addresses";
import { clientId } from "../../appJwt";
import type { Hub } from "../../hub";
import type { App, Installation } from "../../appModel";
import { accountView } from "./account";

/** `integration` */
export function appView(hub: Hub, app: App) {
    const owner = hub.store.account(app.owner);
    return {
        id: app.id,
        slug: app.slug,
        node_id: nodeId("Integration", app.id),
        client_id: clientId(app),
        owner: owner && accountView(hub.addresses, owner),
        name: app.slug,
        description: "",
        external_url: hub.addresses.web,
        html_url: `${hub.addresses.web}/github-apps/${app.slug}`,
        created_at: app.createdAt,
        updated_at: app.createdAt,
        permissions: app.permissions,
        events: [],
        installations_count: hub.store.state.installations.filter((one) => one.app === app.id)
            .length,
    };
}

/** `installation` */
export function installationView(hub: Hub, app: App, installation: Installation) {
    const { api, web } = hub.addresses;
    const { id, createdAt, suspendedAt } = installation;
    const account = hub.store.account(installation.account);
    return {
        id,
        account: account ? accountView(hub.addresses, account) : null,
        repository_selection: selection(installation),
        access_tokens_url: `${api}/app/installations/${id}/access_tokens`,
        repositories_url: `${api}/installation/repositories`,
        html_url: `${web}/organizations/${installation.account}/settings/installations/${id}`,
        app_id: app.id,
        app_slug: app.slug,
        client_id: clientId(app),
        target_id: account?.id ?? 0,
        target_type: account?.type ?? "Organization",
        permissions: installation.permissions,
        events: [],
        created_at: createdAt,
        updated_at: createdAt,
        single_file_name: null,
        has_multiple_single_files: false,
        single_file_paths: [],
        suspended_by: null,
        suspended_at: suspendedAt ?? null,
    };
}

export function selection({ repositories }: Installation): "all" | "selected" {
    return repositories === "all" ? "all" : "selected";
}
