/** Who a commit or key made through the API is by. */
import { GitHubError } from "../errors";
import type { Person } from "../git/writeCommit";
import type { Call, RepositoryCall } from "../http/route";
import { ruleActor, type RuleActor } from "../rules";
import { noReply } from "./views/account";

/** @throws {GitHubError} 401 for an anonymous call */
export function callerLogin(call: Call): string {
    if (!call.actor) {
        throw new GitHubError(401, "Requires authentication");
    }
    return call.actor.account.login;
}

/** The caller as author of a commit. */
export function callerSignature(call: Call): Person {
    const login = callerLogin(call);
    return { name: login, email: noReply(call.hub.addresses, login) };
}

/** The caller as rulesets know them. @throws {GitHubError} 401 for an anonymous call */
export function callerAsRuleActor(call: RepositoryCall): RuleActor {
    if (!call.actor) {
        throw new GitHubError(401, "Requires authentication");
    }
    return ruleActor(call.hub.store, call.actor, call.repository);
}
