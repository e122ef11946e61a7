/** Actions secrets of repositories and environments. */
import { z } from "zod";
import { GitHubError } from "../errors";
import {
    bodyAs,
    created,
    noContent,
    numberedRoute,
    ok,
    repositoryRoute,
    type Reply,
    type RepositoryCall,
} from "../http/route";
import type { ActionsSecret, ActionsStore } from "../model";
import { timestamp } from "../store";
import { openSealed } from "./actionsStore";
import { findEnvironment } from "./environments";
import { byName, listHandlers } from "./listHandlers";

/** Where the secrets of a call live. */
type StoreOf = (call: RepositoryCall) => ActionsStore;

const ofRepository: StoreOf = (call) => call.repository.actions;
const ofEnvironment: StoreOf = (call) => findEnvironment(call).actions;

const sealedValue = z.object({ encrypted_value: z.string(), key_id: z.string() });

function view(secret: ActionsSecret) {
    return { name: secret.name, created_at: secret.createdAt, updated_at: secret.updatedAt };
}

function handlers(storeOf: StoreOf) {
    const secrets = listHandlers<ActionsSecret>({
        of: (call) => storeOf(call).secrets,
        named: byName("secret_name"),
        view,
        wrappedAs: "secrets",
    });
    return {
        ...secrets,
        publicKey: (call: RepositoryCall): Reply => {
            const { id, publicKey } = storeOf(call).sealKey;
            return ok({ key_id: id, key: publicKey });
        },
        write: async (call: RepositoryCall): Promise<Reply> => {
            const store = storeOf(call);
            const name = call.params.text("secret_name").toUpperCase();
            checkName(name);
            const body = bodyAs(call, sealedValue);
            if (body.key_id !== store.sealKey.id) {
                throw new GitHubError(422, "Public key identifier does not match.");
            }
            if ((await openSealed(store.sealKey, body.encrypted_value)) === undefined) {
                throw new GitHubError(
                    422,
                    "Could not decrypt the secret with the repository's key.",
                );
            }
            const at = timestamp();
            const known = secrets.lookUp(call);
            if (known) {
                known.sealed = body.encrypted_value;
                known.updatedAt = at;
                return noContent;
            }
            const sealed = body.encrypted_value;
            store.secrets.push({ name, sealed, createdAt: at, updatedAt: at });
            return created({});
        },
    };
}

/** GitHub's rule for the names of secrets and variables. */
export function checkName(name: string): void {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || /^GITHUB_/i.test(name)) {
        throw new GitHubError(
            422,
            `Name ${name} is invalid: only letters, digits and _, not beginning with a digit or GITHUB_.`,
        );
    }
}

const repository = handlers(ofRepository);
const environment = handlers(ofEnvironment);
const below = "/environments/{environment_name}/secrets";

export const secretRoutes = [
    repositoryRoute("GET /actions/secrets/public-key", "secrets:read", repository.publicKey),
    repositoryRoute("GET /actions/secrets", "secrets:read", repository.list),
    repositoryRoute("GET /actions/secrets/{secret_name}", "secrets:read", repository.read),
    repositoryRoute("PUT /actions/secrets/{secret_name}", "secrets:write", repository.write),
    repositoryRoute("DELETE /actions/secrets/{secret_name}", "secrets:write", repository.remove),
    // The provider uses the numbered paths, everything newer the named ones.
    ...[repositoryRoute, numberedRoute].flatMap((route) => [
        route(`GET ${below}/public-key`, "environments:read", environment.publicKey),
        route(`GET ${below}`, "environments:read", environment.list),
        route(`GET ${below}/{secret_name}`, "environments:read", environment.read),
        route(`PUT ${below}/{secret_name}`, "environments:write", environment.write),
        route(`DELETE ${below}/{secret_name}`, "environments:write", environment.remove),
    ]),
];
