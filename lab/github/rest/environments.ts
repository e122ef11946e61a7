/** Deployment environments. */
import { z } from "zod";
import { nodeId } from "../addresses";
import { invalid } from "../errors";
import type { Hub } from "../hub";
import { bodyAs, ok, repositoryRoute, type Reply, type RepositoryCall } from "../http/route";
import type { Environment } from "../model";
import { timestamp } from "../store";
import { newActionsStore } from "./actionsStore";
import { byName, listHandlers } from "./listHandlers";
import { accountView } from "./views/account";
import { nestedTeamView } from "./views/team";

const settings = z.object({
    wait_timer: z.number().nullish(),
    prevent_self_review: z.boolean().nullish(),
    can_admins_bypass: z.boolean().nullish(),
    reviewers: z.array(z.object({ type: z.string(), id: z.number() })).nullish(),
    deployment_branch_policy: z
        .object({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() })
        .nullish(),
});

type Reviewer = Environment["reviewers"][number];

/** Nothing for one that is not there. */
function reviewerView({ addresses, store }: Hub, { type, id }: Reviewer): object | undefined {
    const { accounts } = store.state;
    if (type === "Team") {
        return accounts
            .flatMap((account) =>
                (account.teams ?? []).map((team) => nestedTeamView(addresses, account, team)),
            )
            .find((team) => team.id === id);
    }
    const account = accounts.find((candidate) => candidate.id === id);
    return account?.type === "User" ? accountView(addresses, account) : undefined;
}

function protectionRules(hub: Hub, environment: Environment): object[] {
    const rule = (type: string) => {
        const id = environment.id * 10 + type.length;
        return { id, node_id: nodeId("GateRule", id), type };
    };
    const reviewers = environment.reviewers.flatMap((one) => {
        const reviewer = reviewerView(hub, one);
        return reviewer ? [{ type: one.type, reviewer }] : [];
    });
    const { waitTimer, preventSelfReview, deploymentBranchPolicy } = environment;
    return [
        ...(waitTimer > 0 ? [{ ...rule("wait_timer"), wait_timer: waitTimer }] : []),
        ...(reviewers.length > 0 || preventSelfReview
            ? [
                  {
                      ...rule("required_reviewers"),
                      prevent_self_review: preventSelfReview,
                      reviewers,
                  },
              ]
            : []),
        ...(deploymentBranchPolicy ? [rule("branch_policy")] : []),
    ];
}

function view(environment: Environment, { hub, repository }: RepositoryCall) {
    const fullName = `${repository.owner}/${repository.name}`;
    const name = encodeURIComponent(environment.name);
    return {
        id: environment.id,
        node_id: nodeId("Environment", environment.id),
        name: environment.name,
        url: `${hub.addresses.api}/repos/${fullName}/environments/${name}`,
        html_url: `${hub.addresses.web}/${fullName}/deployments/activity_log?environments_filter=${name}`,
        created_at: environment.createdAt,
        updated_at: environment.updatedAt,
        can_admins_bypass: environment.canAdminsBypass,
        protection_rules: protectionRules(hub, environment),
        deployment_branch_policy: environment.deploymentBranchPolicy,
    };
}

const environments = listHandlers<Environment>({
    of: (call) => call.repository.environments,
    named: byName("environment_name"),
    view,
    wrappedAs: "environments",
});

/** The environment that a path names. @throws {GitHubError} 404 if the repository has none such */
export const findEnvironment = environments.find;

async function write(call: RepositoryCall): Promise<Reply> {
    const { hub, repository } = call;
    const body = bodyAs(call, settings);
    const reviewers = body.reviewers ?? [];
    if (reviewers.length > 6 || reviewers.some((one) => !reviewerView(hub, one))) {
        throw invalid(
            "Environment",
            "reviewers",
            "reviewers must be at most six users or teams with access",
        );
    }
    const at = timestamp();
    const actions = environments.lookUp(call)?.actions ?? (await newActionsStore(hub.store));
    const previous = environments.lookUp(call);
    const environment: Environment = {
        id: previous?.id ?? hub.store.newId(),
        name: previous?.name ?? call.params.text("environment_name"),
        waitTimer: body.wait_timer ?? 0,
        preventSelfReview: body.prevent_self_review ?? false,
        canAdminsBypass: body.can_admins_bypass ?? previous?.canAdminsBypass ?? true,
        reviewers,
        deploymentBranchPolicy: body.deployment_branch_policy ?? null,
        deploymentPolicies: body.deployment_branch_policy?.custom_branch_policies
            ? previous?.deploymentPolicies
            : undefined,
        actions: previous?.actions ?? actions,
        createdAt: previous?.createdAt ?? at,
        updatedAt: at,
    };
    repository.environments = [
        ...repository.environments.filter((other) => other !== previous),
        environment,
    ];
    return ok(view(environment, call));
}

export const environmentRoutes = [
    repositoryRoute("GET /environments", "actions:read", environments.list),
    repositoryRoute("GET /environments/{environment_name}", "actions:read", environments.read),
    repositoryRoute("PUT /environments/{environment_name}", "administration:write", write),
    repositoryRoute(
        "DELETE /environments/{environment_name}",
        "administration:write",
        environments.remove,
    ),
];
