/** Deploy keys. */
import { utils } from "ssh2";
import { z } from "zod";
import { invalid, notFound } from "../errors";
import type { Hub } from "../hub";
import {
    bodyAs,
    created,
    noContent,
    ok,
    page,
    repositoryRoute,
    type Reply,
    type RepositoryCall,
} from "../http/route";
import type { DeployKey, RepositoryRecord } from "../model";
import { timestamp } from "../store";
import { callerLogin } from "./caller";

const newKey = z.object({
    key: z.string(),
    title: z.string().optional(),
    read_only: z.boolean().optional(),
});

function view(hub: Hub, record: RepositoryRecord, key: DeployKey) {
    return {
        id: key.id,
        key: key.key,
        url: `${hub.addresses.api}/repos/${record.owner}/${record.name}/keys/${key.id}`,
        title: key.title,
        verified: true,
        created_at: key.createdAt,
        read_only: key.readOnly,
        added_by: key.addedBy,
        last_used: key.lastUsedAt ?? null,
        enabled: true,
    };
}

function find(call: RepositoryCall): DeployKey {
    const id = call.params.id("key_id");
    const key = call.repository.keys.find((candidate) => candidate.id === id);
    if (!key) {
        throw notFound();
    }
    return key;
}

function list(call: RepositoryCall): Reply {
    const { hub, repository } = call;
    return page(call, repository.keys, (items) => items.map((key) => view(hub, repository, key)));
}

function create(call: RepositoryCall): Reply {
    const { hub, repository } = call;
    const body = bodyAs(call, newKey);
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
    return created(view(hub, repository, made));
}

function read(call: RepositoryCall): Reply {
    return ok(view(call.hub, call.repository, find(call)));
}

function remove(call: RepositoryCall): Reply {
    const key = find(call);
    call.repository.keys = call.repository.keys.filter((other) => other !== key);
    return noContent;
}

export const deployKeyRoutes = [
    repositoryRoute("GET /keys", "administration:read", list),
    repositoryRoute("POST /keys", "administration:write", create),
    repositoryRoute("GET /keys/{key_id}", "administration:read", read),
    repositoryRoute("DELETE /keys/{key_id}", "administration:write", remove),
];
