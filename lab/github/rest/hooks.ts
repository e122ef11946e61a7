/** Webhooks. */
import { z } from "zod";
import { GitHubError, invalid } from "../errors";
import {
    bodyAs,
    created,
    noContent,
    repositoryRoute,
    type Reply,
    type RepositoryCall,
} from "../http/route";
import type { Hook, RepositoryRecord } from "../model";
import { timestamp } from "../store";
import { pingEvent } from "../webhooks/pingEvent";
import { byId, listHandlers } from "./listHandlers";
import { hookView } from "./views/hook";

const config = z.object({
    url: z.string().optional(),
    content_type: z.string().optional(),
    insecure_ssl: z.union([z.string(), z.number()]).optional(),
    secret: z.string().optional(),
});

const request = z.object({
    name: z.string().optional(),
    config: config.optional(),
    events: z.array(z.string()).optional(),
    add_events: z.array(z.string()).optional(),
    remove_events: z.array(z.string()).optional(),
    active: z.boolean().optional(),
});

const hooks = listHandlers<Hook>({
    of: (call) => call.repository.hooks,
    named: byId("hook_id"),
    view: (hook, call) => hookView(call.hub.addresses, call.repository, hook),
});

/** An empty secret is none; the asterisks GitHub shows mean "as it is". */
function secretAfter(asked: string | undefined, current: string | undefined): string | undefined {
    return asked === "********" ? current : asked === "" ? undefined : asked;
}

function checkUnique(record: RepositoryRecord, hook: Hook): void {
    const events = (other: Hook) => [...other.events].sort().join();
    const twin = record.hooks.some(
        (other) => other.id !== hook.id && other.url === hook.url && events(other) === events(hook),
    );
    if (twin) {
        throw invalid("Hook", "url", "Hook already exists on this repository");
    }
}

function create(call: RepositoryCall): Reply {
    const { hub, repository } = call;
    const body = bodyAs(call, request);
    const url = body.config?.url;
    if (url === undefined || !/^https?:\/\//.test(url) || !URL.canParse(url)) {
        throw invalid("Hook", "url", "url is missing or no http(s) URL");
    }
    if (body.name !== undefined && body.name !== "web") {
        throw new GitHubError(422, `The "${body.name}" is not a valid hook name.`);
    }
    const at = timestamp();
    const hook: Hook = {
        id: hub.store.newId(),
        active: body.active ?? true,
        events: body.events ?? ["push"],
        url,
        contentType: body.config?.content_type || "form",
        insecureSsl: String(body.config?.insecure_ssl ?? "0"),
        secret: secretAfter(body.config?.secret, undefined),
        createdAt: at,
        updatedAt: at,
        lastResponse: { code: null, status: "unused", message: null },
    };
    checkUnique(repository, hook);
    repository.hooks.push(hook);
    hub.webhooks.send(repository, hook, "ping", pingEvent(hub, repository, hook));
    return created(hookView(hub.addresses, repository, hook));
}

function update(call: RepositoryCall): Reply {
    const hook = hooks.find(call);
    const body = bodyAs(call, request);
    const dropped = new Set(body.remove_events);
    const events = [...(body.events ?? hook.events), ...(body.add_events ?? [])];
    const changed: Hook = {
        ...hook,
        active: body.active ?? hook.active,
        events: [...new Set(events)].filter((event) => !dropped.has(event)),
        updatedAt: timestamp(),
        // GitHub replaces the configuration as a whole; a secret that is not sent is gone.
        ...(body.config
            ? {
                  url: body.config.url ?? hook.url,
                  contentType: body.config.content_type || "form",
                  insecureSsl: String(body.config.insecure_ssl ?? "0"),
                  secret: secretAfter(body.config.secret, hook.secret),
              }
            : {}),
    };
    checkUnique(call.repository, changed);
    Object.assign(hook, changed);
    return hooks.read(call);
}

function ping(call: RepositoryCall): Reply {
    const hook = hooks.find(call);
    const { hub, repository } = call;
    hub.webhooks.send(repository, hook, "ping", pingEvent(hub, repository, hook));
    return noContent;
}

export const hookRoutes = [
    repositoryRoute("GET /hooks", "repository_hooks:read", hooks.list),
    repositoryRoute("POST /hooks", "repository_hooks:write", create),
    repositoryRoute("GET /hooks/{hook_id}", "repository_hooks:read", hooks.read),
    repositoryRoute("PATCH /hooks/{hook_id}", "repository_hooks:write", update),
    repositoryRoute("DELETE /hooks/{hook_id}", "repository_hooks:write", hooks.remove),
    repositoryRoute("POST /hooks/{hook_id}/pings", "repository_hooks:write", ping),
];
