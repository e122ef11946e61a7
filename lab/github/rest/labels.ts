/** Issue labels. */
import { z } from "zod";
import { nodeId } from "../addresses";
import { GitHubError } from "../errors";
import {
    bodyAs,
    created,
    ok,
    repositoryRoute,
    type Reply,
    type RepositoryCall,
} from "../http/route";
import type { Label } from "../model";
import { sameName, type Store } from "../store";
import { byName, listHandlers } from "./listHandlers";

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

/** Colour of a label that nobody has chosen one for. */
const PLAIN = "ededed";

/** Makes those of the named labels that there are not yet, as GitHub does for a new issue. */
export function ensureLabels({ hub, repository }: RepositoryCall, names: readonly string[]): void {
    for (const name of names) {
        if (!repository.labels.some((label) => sameName(label.name, name))) {
            const id = hub.store.newId();
            const label = { id, name, color: PLAIN, description: null, default: false };
            repository.labels.push(label);
        }
    }
}

const request = z.object({
    name: z.string().optional(),
    new_name: z.string().optional(),
    color: z.string().optional(),
    description: z.string().nullish(),
});

/** The repository that a label is of. */
type LabelPlace = Pick<RepositoryCall, "hub" | "repository">;

/** `label`. */
export function labelView(label: Label, { hub, repository }: LabelPlace) {
    const { id, name, color, description } = label;
    const api = `${hub.addresses.api}/repos/${repository.owner}/${repository.name}`;
    const url = `${api}/labels/${encodeURIComponent(name)}`;
    const node_id = nodeId("Label", id);
    return { id, node_id, url, name, color, description, default: label.default };
}

const labels = listHandlers<Label>({
    of: (call) => call.repository.labels,
    named: byName("name"),
    view: labelView,
});

function create(call: RepositoryCall): Reply {
    const { name = "", color, description } = bodyAs(call, request);
    if (call.repository.labels.some((label) => sameName(label.name, name))) {
        const error = { resource: "Label", field: "name", code: "already_exists" };
        throw new GitHubError(422, "Validation Failed", [error]);
    }
    const label: Label = {
        id: call.hub.store.newId(),
        name,
        color: (color ?? PLAIN).toLowerCase(),
        description: description ?? null,
        default: false,
    };
    call.repository.labels.push(label);
    return created(labelView(label, call));
}

function update(call: RepositoryCall): Reply {
    const label = labels.find(call);
    const body = bodyAs(call, request);
    label.name = body.new_name ?? body.name ?? label.name;
    label.color = (body.color ?? label.color).toLowerCase();
    label.description = body.description ?? label.description;
    return ok(labelView(label, call));
}

export const labelRoutes = [
    repositoryRoute("GET /labels", "issues:read", labels.list),
    repositoryRoute("POST /labels", "issues:write", create),
    repositoryRoute("GET /labels/{name}", "issues:read", labels.read),
    repositoryRoute("PATCH /labels/{name}", "issues:write", update),
    repositoryRoute("DELETE /labels/{name}", "issues:write", labels.remove),
];
