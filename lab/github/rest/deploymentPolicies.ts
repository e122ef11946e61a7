/** Which branches and tags may be deployed to an environment with a custom policy. */
import { z } from "zod";
import { nodeId } from "../addresses";
import { GitHubError, notFound } from "../errors";
import { bodyAs, ok, repositoryRoute, type Reply, type RepositoryCall } from "../http/route";
import type { DeploymentPolicy } from "../model";
import { findEnvironment } from "./environments";
import { byId, listHandlers } from "./listHandlers";

const pattern = z.object({ name: z.string(), type: z.enum(["branch", "tag"]).optional() });

function policiesOf(call: RepositoryCall): DeploymentPolicy[] {
    const environment = findEnvironment(call);
    if (environment.deploymentBranchPolicy?.custom_branch_policies !== true) {
        throw notFound();
    }
    return (environment.deploymentPolicies ??= []);
}

function view({ id, name, type }: DeploymentPolicy) {
    return { id, node_id: nodeId("DeploymentBranchPolicy", id), name, type };
}

const policies = listHandlers<DeploymentPolicy>({
    of: policiesOf,
    named: byId("branch_policy_id"),
    view,
    wrappedAs: "branch_policies",
});

function create(call: RepositoryCall): Reply {
    const { name, type = "branch" } = bodyAs(call, pattern);
    const kept = policiesOf(call);
    if (kept.some((other) => other.name === name && other.type === type)) {
        throw new GitHubError(303, "See Other");
    }
    const policy = { id: call.hub.store.newId(), name, type };
    kept.push(policy);
    return ok(view(policy));
}

function update(call: RepositoryCall): Reply {
    const policy = policies.find(call);
    policy.name = bodyAs(call, pattern).name;
    return ok(view(policy));
}

const place = "/environments/{environment_name}/deployment-branch-policies";
const one = `${place}/{branch_policy_id}`;

export const deploymentPolicyRoutes = [
    repositoryRoute(`GET ${place}`, "actions:read", policies.list),
    repositoryRoute(`POST ${place}`, "administration:write", create),
    repositoryRoute(`GET ${one}`, "actions:read", policies.read),
    repositoryRoute(`PUT ${one}`, "administration:write", update),
    repositoryRoute(`DELETE ${one}`, "administration:write", policies.remove),
];
