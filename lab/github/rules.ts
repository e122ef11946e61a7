/** Rulesets applied: which rules a change of a ref breaks, and whom they do not concern. */
import { z } from "zod";
import { ownsLogin, type Actor } from "./access";
import { GitHubError } from "./errors";
import { zeroId, type BareRepository } from "./git/bareRepository";
import type { RefUpdate } from "./journal";
import type { PullRequest, RepositoryRecord, Ruleset } from "./model";
import { wantedOfChecks } from "./requiredChecks";
import type { Store } from "./store";

/** Who changes a ref, as rulesets know them. */
export type RuleActor =
    | { readonly type: "DeployKey" }
    | { readonly type: "Integration"; readonly appId: number }
    | { readonly type: "User"; readonly isAdmin: boolean };

/** The actor behind a token. */
export function ruleActor(store: Store, actor: Actor, record: RepositoryRecord): RuleActor {
    return actor.installation
        ? { type: "Integration", appId: actor.installation.app }
        : { type: "User", isAdmin: ownsLogin(store, actor, record.owner) };
}

/** What is done to a ref: a force-push is a change too. */
export type Deed = "deletion" | "force" | "change";

/** What an actor must not do to a ref. */
export interface Ban {
    readonly deed: Deed;
    readonly ref: string;
    /** GitHub's words. */
    readonly message: string;
}

const ADMINISTRATORS = 5;

const bypass = z.object({
    actor_id: z.number().nullish(),
    actor_type: z.string(),
    bypass_mode: z.string().optional(),
});
const conditions = z.object({
    ref_name: z.object({ include: z.array(z.string()), exclude: z.array(z.string()) }),
});
const rule = z.discriminatedUnion("type", [
    z.object({ type: z.literal("deletion") }),
    z.object({ type: z.literal("non_fast_forward") }),
    z.object({
        type: z.literal("pull_request"),
        parameters: z.object({ required_approving_review_count: z.number() }),
    }),
    z.object({
        type: z.literal("required_status_checks"),
        parameters: z.object({
            required_status_checks: z.array(z.object({ context: z.string() })),
        }),
    }),
]);
type Rule = z.infer<typeof rule>;

/** The rules that hold for the actor on a ref; those of other kinds are kept, and not applied. */
function rulesOn(record: RepositoryRecord, ref: string, actor: RuleActor): Rule[] {
    return record.rulesets
        .filter(
            (ruleset) =>
                ruleset.enforcement === "active" &&
                concerns(ruleset, record, ref) &&
                !mayBypass(ruleset, actor),
        )
        .flatMap((ruleset) => ruleset.rules)
        .flatMap((one) => {
            const known = rule.safeParse(one);
            return known.success ? [known.data] : [];
        });
}

function concerns(ruleset: Ruleset, record: RepositoryRecord, ref: string): boolean {
    const kind = ruleset.target === "tag" ? "refs/tags/" : "refs/heads/";
    const names = conditions.safeParse(ruleset.conditions);
    if (!ref.startsWith(kind) || !names.success) {
        return false;
    }
    const matches = (pattern: string) => {
        switch (pattern) {
            case "~ALL":
                return true;
            case "~DEFAULT_BRANCH":
                return ref === `refs/heads/${record.defaultBranch}`;
            default:
                return ref === pattern;
        }
    };
    const { include, exclude } = names.data.ref_name;
    return include.some(matches) && !exclude.some(matches);
}

function mayBypass(ruleset: Ruleset, actor: RuleActor): boolean {
    return z
        .array(bypass)
        .parse(ruleset.bypassActors)
        .filter(({ bypass_mode: mode }) => mode !== "pull_request")
        .some(({ actor_type: type, actor_id: id }) => {
            switch (actor.type) {
                case "DeployKey":
                    return type === "DeployKey";
                case "Integration":
                    return type === "Integration" && id === actor.appId;
                case "User":
                    return (
                        actor.isAdmin &&
                        (type === "OrganizationAdmin" ||
                            (type === "RepositoryRole" && id === ADMINISTRATORS))
                    );
            }
        });
}

function banOf(record: RepositoryRecord, ref: string, broken: Rule): Ban[] {
    switch (broken.type) {
        case "deletion":
            return [{ deed: "deletion", ref, message: "Cannot delete this branch" }];
        case "non_fast_forward":
            return [{ deed: "force", ref, message: "Cannot force-push to this branch" }];
        case "pull_request": {
            const message = "Changes must be made through a pull request.";
            return [{ deed: "change", ref, message }];
        }
        case "required_status_checks": {
            // GitHub lets a push through whose commits have passed them elsewhere; here none does.
            const message = wantedOfChecks(record, namesOf(broken));
            return message === undefined ? [] : [{ deed: "change", ref, message }];
        }
    }
}

function namesOf({ parameters }: Extract<Rule, { type: "required_status_checks" }>): string[] {
    return parameters.required_status_checks.map(({ context }) => context);
}

/** What an actor who pushes must not do to the refs there are. */
export async function bansOnPush(
    git: BareRepository,
    record: RepositoryRecord,
    actor: RuleActor,
): Promise<Ban[]> {
    if (record.rulesets.length === 0) {
        return [];
    }
    return Object.keys(await git.refs()).flatMap((ref) =>
        rulesOn(record, ref, actor).flatMap((broken) => banOf(record, ref, broken)),
    );
}

/**
 * Refuses a change of a ref that a rule forbids, the way the REST API does.
 * @param status 409 for files, 422 for refs
 * @throws {GitHubError}
 */
export async function requireAllowed(
    git: BareRepository,
    record: RepositoryRecord,
    actor: RuleActor,
    update: RefUpdate,
    status: 409 | 422,
): Promise<void> {
    const bans = await bansOnPush(git, record, actor);
    const deeds = bans.some(({ ref }) => ref === update.ref) ? await deedsOf(git, update) : [];
    const broken = bans.filter(({ deed, ref }) => ref === update.ref && deeds.includes(deed));
    if (broken.length > 0) {
        const said = broken.map(({ message }) => message).join("\n\n");
        throw new GitHubError(status, `Repository rule violations found\n\n${said}\n\n`);
    }
}

async function deedsOf(git: BareRepository, { before, after }: RefUpdate): Promise<Deed[]> {
    if (after === zeroId) {
        return ["deletion"];
    }
    const forced = before !== zeroId && !(await git.isAncestor(before, after));
    return forced ? ["change", "force"] : ["change"];
}

/**
 * Refuses to merge what the rules of the base branch still want something of: approvals, which
 * nobody gives here, and checks of the head.
 * @throws {GitHubError} 405
 */
export function requireMergeable(
    record: RepositoryRecord,
    actor: RuleActor,
    { base, headSha }: Pick<PullRequest, "base" | "headSha">,
): void {
    const wanting = rulesOn(record, `refs/heads/${base}`, actor).flatMap((one) => {
        switch (one.type) {
            case "pull_request": {
                const count = one.parameters.required_approving_review_count;
                return count === 0 ? [] : [wantedApprovals(count)];
            }
            case "required_status_checks":
                return wantedOfChecks(record, namesOf(one), headSha) ?? [];
            default:
                return [];
        }
    });
    if (wanting.length > 0) {
        throw new GitHubError(
            405,
            `Repository rule violations found\n\n${wanting.join("\n\n")}\n\n`,
        );
    }
}

function wantedApprovals(count: number): string {
    const reviews = count === 1 ? "review is" : "reviews are";
    return `At least ${count} approving ${reviews} required by reviewers with write access.`;
}
