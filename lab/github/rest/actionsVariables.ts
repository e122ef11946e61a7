/** Actions variables of repositories and environments. */
import { z } from "zod";
import { GitHubError } from "../errors";
import {
    bodyAs,
    created,
    noContent,
    numberedRoute,
    repositoryRoute,
    type Reply,
    type RepositoryCall,
} from "../http/route";
import type { ActionsStore, ActionsVariable } from "../model";
import { sameName, timestamp } from "../store";
import { checkName } from "./actionsSecrets";
import { findEnvironment } from "./environments";
import { byName, listHandlers } from "./listHandlers";

type StoreOf = (call: RepositoryCall) => ActionsStore;

const newVariable = z.object({ name: z.string(), value: z.string() });

function view(variable: ActionsVariable) {
    const { name, value, createdAt, updatedAt } = variable;
    return { name, value, created_at: createdAt, updated_at: updatedAt };
}

function handlers(storeOf: StoreOf) {
    const variables = listHandlers<ActionsVariable>({
        of: (call) => storeOf(call).variables,
        named: byName("name"),
        view,
        wrappedAs: "variables",
    });
    return {
        ...variables,
        create: (call: RepositoryCall): Reply => {
            const store = storeOf(call);
            const body = bodyAs(call, newVariable);
            const name = body.name.toUpperCase();
            checkName(name);
            if (store.variables.some((variable) => sameName(variable.name, name))) {
                throw new GitHubError(409, "Already exists - Variable already exists");
            }
            const at = timestamp();
            store.variables.push({ name, value: body.value, createdAt: at, updatedAt: at });
            return created({});
        },
        update: (call: RepositoryCall): Reply => {
            const variable = variables.find(call);
            const { value } = bodyAs(call, newVariable.partial());
            variable.value = value ?? variable.value;
            variable.updatedAt = timestamp();
            return noContent;
        },
    };
}

const repository = handlers((call) => call.repository.actions);
const environment = handlers((call) => findEnvironment(call).actions);
const below = "/environments/{environment_name}/variables";

export const variableRoutes = [
    repositoryRoute("GET /actions/variables", "actions_variables:read", repository.list),
    repositoryRoute("POST /actions/variables", "actions_variables:write", repository.create),
    repositoryRoute("GET /actions/variables/{name}", "actions_variables:read", repository.read),
    repositoryRoute(
        "PATCH /actions/variables/{name}",
        "actions_variables:write",
        repository.update,
    ),
    repositoryRoute(
        "DELETE /actions/variables/{name}",
        "actions_variables:write",
        repository.remove,
    ),
    ...[repositoryRoute, numberedRoute].flatMap((route) => [
        route(`GET ${below}`, "environments:read", environment.list),
        route(`POST ${below}`, "environments:write", environment.create),
        route(`GET ${below}/{name}`, "environments:read", environment.read),
        route(`PATCH ${below}/{name}`, "environments:write", environment.update),
        route(`DELETE ${below}/{name}`, "environments:write", environment.remove),
    ]),
];
