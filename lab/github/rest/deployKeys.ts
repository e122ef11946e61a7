/** Deploy keys. */
import { utils } from "ssh2";
import { z } from "zod";
import { GitHubError, invalid } from "../errors";
import { bodyAs, created, repositoryRoute, type Reply, type RepositoryCall } from "../http/route";
import type { DeployKey } from "../model";
import { timestamp } from "../store";
import { callerLogin } from "./caller";
import { byId, listHandlers } from "./listHandlers";

const newKey = z.object({
    key: z.string(),
    title: z.string().optional(),
    read_only: z.boolean().optional(),
});

function view(key: DeployKey, { hub, repository }: RepositoryCall) {
    return {
        id: key.id,
        key: key.key,
        url: `${hub.addresses.api}/repos/${repository.owner}/${repository.name}/keys/${key.id}`,
        title: key.title,
        verified: true,
        created_at: key.createdAt,
        read_only: key.readOnly,
        added_by: key.addedBy,
        last_used: key.lastUsedAt ?? null,
        enabled: true,
    };
}

const keys = listHandlers<DeployKey>({
    of: (call) => call.repository.keys,
    named: byId("key_id"),
    view,
});

function create(call: RepositoryCall): Reply {
    const { hub, repository } = call;
    const body = bodyAs(call, newKey);
    if (hub.store.account(repository.owner)?.forbidsDeployKeys) {
        throw new GitHubError(422, "Deploy keys are disabled for this repository");
    }
    const [algorithm = "", base64 = ""] = body.key.trim().split(/\s+/);
    if (utils.parseKey(body.key.trim()) instanceof Error || base64 === "") {
        throw invalid(
            "PublicKey",
            "key",
            "key is invalid. You must supply a key in OpenSSH public key format",
        );
    }
    const key = `${algorithm} ${base64}`;
    // One key belongs to one repository, anywhere.
    if (hub.store.state.repositories.some((other) => other.keys.some((used) => used.key === key))) {
        throw invalid("PublicKey", "key", "key is already in use");
    }
    const made: DeployKey = {
        id: hub.store.newId(),
        title: body.title ?? key.slice(0, 40),
        key,
        readOnly: body.read_only ?? false,
        addedBy: callerLogin(call),
        createdAt: timestamp(),
    };
    repository.keys.push(made);
    return created(view(made, call));
}

export const deployKeyRoutes = [
    repositoryRoute("GET /keys", "administration:read", keys.list),
    repositoryRoute("POST /keys", "administration:write", create),
    repositoryRoute("GET /keys/{key_id}", "administration:read", keys.read),
    repositoryRoute("DELETE /keys/{key_id}", "administration:write", keys.remove),
];
