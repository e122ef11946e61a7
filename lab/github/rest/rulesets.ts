/** Repository rulesets: kept and shown; nothing here applies them to pushes. */
import { z } from "zod";
import { nodeId } from "../addresses";
import { invalid, notFound } from "../errors";
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
import type { Ruleset } from "../model";
import { timestamp } from "../store";

const request = z.object({
    name: z.string().optional(),
    target: z.string().optional(),
    enforcement: z.string().optional(),
    bypass_actors: z.array(z.unknown()).optional(),
    conditions: z.unknown().optional(),
    rules: z.array(z.unknown()).optional(),
});

function view(call: RepositoryCall, ruleset: Ruleset) {
    const { id } = ruleset;
    const fullName = `${call.repository.owner}/${call.repository.name}`;
    const { api, web } = call.hub.addresses;
    return {
        id,
        name: ruleset.name,
        target: ruleset.target,
        source_type: "Repository",
        source: fullName,
        enforcement: ruleset.enforcement,
        bypass_actors: ruleset.bypassActors,
        current_user_can_bypass: "never",
        conditions: ruleset.conditions,
        rules: ruleset.rules,
        node_id: nodeId("RepositoryRuleset", id),
        created_at: ruleset.createdAt,
        updated_at: ruleset.updatedAt,
        _links: {
            self: { href: `${api}/repos/${fullName}/rulesets/${id}` },
            html: { href: `${web}/${fullName}/rules/${id}` },
        },
    };
}

function find(call: RepositoryCall): Ruleset {
    const id = call.params.id("ruleset_id");
    const ruleset = call.repository.rulesets.find((candidate) => candidate.id === id);
    if (!ruleset) {
        throw notFound();
    }
    return ruleset;
}

function checkUnique(call: RepositoryCall, name: string, own?: Ruleset): void {
    if (call.repository.rulesets.some((other) => other !== own && other.name === name)) {
        throw invalid("RepositoryRuleset", "name", "Name must be unique");
    }
}

function list(call: RepositoryCall): Reply {
    return page(call, call.repository.rulesets, (items) => items.map((item) => view(call, item)));
}

function create(call: RepositoryCall): Reply {
    const body = bodyAs(call, request);
    checkUnique(call, body.name ?? "");
    const at = timestamp();
    const ruleset: Ruleset = {
        id: call.hub.store.newId(),
        name: body.name ?? "",
        target: body.target ?? "branch",
        enforcement: body.enforcement ?? "active",
        bypassActors: body.bypass_actors ?? [],
        conditions: body.conditions ?? {},
        rules: body.rules ?? [],
        createdAt: at,
        updatedAt: at,
    };
    call.repository.rulesets.push(ruleset);
    return created(view(call, ruleset));
}

function read(call: RepositoryCall): Reply {
    return ok(view(call, find(call)));
}

function update(call: RepositoryCall): Reply {
    const ruleset = find(call);
    const body = bodyAs(call, request);
    checkUnique(call, body.name ?? ruleset.name, ruleset);
    ruleset.name = body.name ?? ruleset.name;
    ruleset.target = body.target ?? ruleset.target;
    ruleset.enforcement = body.enforcement ?? ruleset.enforcement;
    ruleset.bypassActors = body.bypass_actors ?? ruleset.bypassActors;
    ruleset.conditions = body.conditions ?? ruleset.conditions;
    ruleset.rules = body.rules ?? ruleset.rules;
    ruleset.updatedAt = timestamp();
    return ok(view(call, ruleset));
}

function remove(call: RepositoryCall): Reply {
    const ruleset = find(call);
    call.repository.rulesets = call.repository.rulesets.filter((other) => other !== ruleset);
    return noContent;
}

export const rulesetRoutes = [
    repositoryRoute("GET /rulesets", "metadata:read", list),
    repositoryRoute("POST /rulesets", "administration:write", create),
    repositoryRoute("GET /rulesets/{ruleset_id}", "metadata:read", read),
    repositoryRoute("PUT /rulesets/{ruleset_id}", "administration:write", update),
    repositoryRoute("DELETE /rulesets/{ruleset_id}", "administration:write", remove),
];
