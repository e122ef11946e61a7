/** Issue labels. */
import { z } from "zod";
import { nodeId } from "../addresses";
import { GitHubError, notFound } from "../errors";
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
import type { Label, RepositoryRecord } from "../model";
import { sameName, type Store } from "../store";

/** What every new repository on GitHub has: name, colour, description. */
const defaults: readonly (readonly [string, string, string])[] = [
    ["bug", "d73a4a", "Something isn't working"],
    ["documentation", "0075ca", "Improvements or additions to documentation"],
    ["duplicate", "cfd3d7", "This issue or pull request already exists"],
    ["enhancement", "a2eeef", "New feature or request"],
    ["good first issue", "7057ff", "Good for newcomers"],
    ["help wanted", "008672", "Extra attention is needed"],
    ["invalid", "e4e669", "This doesn't seem right"],
    ["question", "d876e3", "Further information is requested"],
    ["wontfix", "ffffff", "This will not be worked on"],
];

export function defaultLabels(store: Store): Label[] {
    return defaults.map(([name, color, description]) => ({
        id: store.newId(),
        name,
        color,
        description,
        default: true,
    }));
}

const request = z.object({
    name: z.string().optional(),
    new_name: z.string().optional(),
    color: z.string().optional(),
    description: z.string().nullish(),
});

/** `label`. */
export function labelView(hub: Hub, record: RepositoryRecord, label: Label) {
    const { id, name, color, description } = label;
    const api = `${hub.addresses.api}/repos/${record.owner}/${record.name}`;
    const url = `${api}/labels/${encodeURIComponent(name)}`;
    const node_id = nodeId("Label", id);
    return { id, node_id, url, name, color, description, default: label.default };
}

function lookUp(call: RepositoryCall, name: string): Label | undefined {
    return call.repository.labels.find((label) => sameName(label.name, name));
}

function find(call: RepositoryCall): Label {
    const label = lookUp(call, call.params.text("name"));
    if (!label) {
        throw notFound();
    }
    return label;
}

function list(call: RepositoryCall): Reply {
    const { hub, repository } = call;
    return page(call, repository.labels, (items) =>
        items.map((label) => labelView(hub, repository, label)),
    );
}

function create(call: RepositoryCall): Reply {
    const { name = "", color, description } = bodyAs(call, request);
    if (lookUp(call, name)) {
        const error = { resource: "Label", field: "name", code: "already_exists" };
        throw new GitHubError(422, "Validation Failed", [error]);
    }
    const label: Label = {
        id: call.hub.store.newId(),
        name,
        color: (color ?? "ededed").toLowerCase(),
        description: description ?? null,
        default: false,
    };
    call.repository.labels.push(label);
    return created(labelView(call.hub, call.repository, label));
}

function read(call: RepositoryCall): Reply {
    return ok(labelView(call.hub, call.repository, find(call)));
}

function update(call: RepositoryCall): Reply {
    const label = find(call);
    const body = bodyAs(call, request);
    label.name = body.new_name ?? body.name ?? label.name;
    label.color = (body.color ?? label.color).toLowerCase();
    label.description = body.description ?? label.description;
    return ok(labelView(call.hub, call.repository, label));
}

function remove(call: RepositoryCall): Reply {
    const label = find(call);
    call.repository.labels = call.repository.labels.filter((other) => other !== label);
    return noContent;
}

export const labelRoutes = [
    repositoryRoute("GET /labels", "issues:read", list),
    repositoryRoute("POST /labels", "issues:write", create),
    repositoryRoute("GET /labels/{name}", "issues:read", read),
    repositoryRoute("PATCH /labels/{name}", "issues:write", update),
    repositoryRoute("DELETE /labels/{name}", "issues:write", remove),
];
