/** Repository rulesets: kept and shown; `rules.ts` applies them. */
import { z } from "zod";
import { nodeId } from "../addresses";
import { invalid, Unsupported } from "../errors";
import {
    bodyAs,
    created,
    ok,
    repositoryRoute,
    type Reply,
    type RepositoryCall,
} from "../http/route";
import type { Ruleset } from "../model";
import { timestamp } from "../store";
import { byId, listHandlers } from "./listHandlers";

const request = z.object({
    name: z.string().optional(),
    target: z.string().optional(),
    enforcement: z.string().optional(),
    bypass_actors: z.array(z.unknown()).optional(),
    conditions: z
        .looseObject({
            ref_name: z.looseObject({ include: z.array(z.string()) }).optional(),
        })
        .optional(),
    rules: z.array(z.unknown()).optional(),
});

/** Not the one in which they were sent: clients are not to count on that. */
function inGitHubsOrder(actors: readonly unknown[]): unknown[] {
    return [...actors].reverse();
}

function view(ruleset: Ruleset, call: RepositoryCall) {
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
        bypass_actors: inGitHubsOrder(ruleset.bypassActors),
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

const rulesets = listHandlers<Ruleset>({
    of: (call) => call.repository.rulesets,
    named: byId("ruleset_id"),
    view,
});

function checkUnique(call: RepositoryCall, name: string, own?: Ruleset): void {
    if (call.repository.rulesets.some((other) => other !== own && other.name === name)) {
        throw invalid("RepositoryRuleset", "name", "Name must be unique");
    }
}

/** What is kept but could not be applied would be protection in appearance only. */
function checkConditions({ conditions }: z.infer<typeof request>): void {
    if (conditions?.ref_name?.include.some((pattern) => /[*?[]/.test(pattern))) {
        throw new Unsupported("patterns in the conditions of rulesets");
    }
}

function create(call: RepositoryCall): Reply {
    const body = bodyAs(call, request);
    checkConditions(body);
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
    return created(view(ruleset, call));
}

function update(call: RepositoryCall): Reply {
    const ruleset = rulesets.find(call);
    const body = bodyAs(call, request);
    checkConditions(body);
    checkUnique(call, body.name ?? ruleset.name, ruleset);
    ruleset.name = body.name ?? ruleset.name;
    ruleset.target = body.target ?? ruleset.target;
    ruleset.enforcement = body.enforcement ?? ruleset.enforcement;
    ruleset.bypassActors = body.bypass_actors ?? ruleset.bypassActors;
    ruleset.conditions = body.conditions ?? ruleset.conditions;
    ruleset.rules = body.rules ?? ruleset.rules;
    ruleset.updatedAt = timestamp();
    return ok(view(ruleset, call));
}

export const rulesetRoutes = [
    repositoryRoute("GET /rulesets", "metadata:read", rulesets.list),
    repositoryRoute("POST /rulesets", "administration:write", create),
    repositoryRoute("GET /rulesets/{ruleset_id}", "metadata:read", rulesets.read),
    repositoryRoute("PUT /rulesets/{ruleset_id}", "administration:write", update),
    repositoryRoute("DELETE /rulesets/{ruleset_id}", "administration:write", rulesets.remove),
];
