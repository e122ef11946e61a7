/** GitHub Apps and where they are installed: what GitHub's own pages would make. */
import { createPublicKey } from "node:crypto";
import type { App, Installation } from "../appModel";
import { timestamp, type Store } from "../store";
import { permissionMap } from "./accounts";
import type { AppAnswer, AppRequest, InstallationRequest } from "./wire";

/** How long GitHub's own installation tokens live. */
const HOUR_SECONDS = 3600;

/**
 * Registers an App, or replaces keys and permissions of the one that has the name.
 * @throws Error if its owner is unknown, or a key is no public key in PEM
 */
export function putApp(store: Store, request: AppRequest): AppAnswer {
    const { owner, publicKeys, slug } = request;
    if (!store.account(owner)) {
        throw new Error(`there is no account ${owner} to register an App for`);
    }
    publicKeys.forEach((pem) => createPublicKey(pem));
    const permissions = permissionMap(request.permissions);
    const known = store.state.apps.find((app) => app.slug === slug);
    if (known) {
        known.publicKeys = [...publicKeys];
        known.permissions = permissions;
        store.save();
        return { id: known.id };
    }
    const createdAt = timestamp();
    const app: App = {
        ...{ id: store.newId(), slug, owner, createdAt },
        ...{ publicKeys: [...publicKeys], permissions },
    };
    store.state.apps.push(app);
    const bot = { id: store.newId(), login: `${slug}[bot]`, createdAt };
    store.state.accounts.push({ ...bot, type: "Bot", members: [] });
    store.save();
    return { id: app.id };
}

/**
 * Installs an App, or replaces what its installation in the account may do. Tokens that were given
 * out keep their permissions.
 * @throws Error if App or account are unknown
 */
export function putInstallation(store: Store, request: InstallationRequest): AppAnswer {
    const app = store.state.apps.find(({ slug }) => slug === request.app);
    const account = store.account(request.account);
    if (!app || !account) {
        throw new Error(`there is no ${app ? request.account : `App ${request.app}`}`);
    }
    const { repositories = "all", suspended = false, tokenSeconds = HOUR_SECONDS } = request;
    const settings = {
        permissions: permissionMap(request.permissions ?? app.permissions),
        repositories: repositories === "all" ? repositories : [...repositories],
        tokenSeconds,
        suspendedAt: suspended ? timestamp() : undefined,
    };
    const known = store.state.installations.find(
        (one) => one.app === app.id && one.account === account.login,
    );
    const made: Installation = {
        ...settings,
        id: known?.id ?? store.newId(),
        app: app.id,
        account: account.login,
        createdAt: known?.createdAt ?? timestamp(),
    };
    store.state.installations = [...store.state.installations.filter((one) => one !== known), made];
    store.save();
    return { id: made.id };
}
