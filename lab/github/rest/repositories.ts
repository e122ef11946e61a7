/** Repositories: creating, changing, deleting them, and their topics and alerts. */
import { z } from "zod";
import { ownsLogin } from "../access";
import { GitHubError, invalid, notFound, Unsupported } from "../errors";
import { writeCommit } from "../git/writeCommit";
import { zeroId } from "../git/bareRepository";
import { gitOf } from "../hub";
import {
    accountRoute,
    bodyAs,
    created,
    noContent,
    ok,
    repositoryRoute,
    withScopes,
    type Call,
    type Reply,
    type RepositoryCall,
} from "../http/route";
import type { Account, RepositoryRecord } from "../model";
import { timestamp } from "../store";
import { newActionsStore } from "./actionsStore";
import { callerSignature } from "./caller";
import { defaultLabels } from "./labels";
import { changedSettings, newSettings, repositorySettings } from "./repositorySettings";
import { fullRepositoryView } from "./views/repository";

const creation = repositorySettings.extend({
    name: z.string(),
    auto_init: z.boolean().optional(),
    gitignore_template: z.string().optional(),
    license_template: z.string().optional(),
});

const change = repositorySettings.extend({
    name: z.string().optional(),
    default_branch: z.string().optional(),
    topics: z.array(z.string()).optional(),
});

function checkName(call: Call, owner: string, name: string, own?: RepositoryRecord): void {
    if (!/^[\w.-]{1,100}$/.test(name)) {
        throw invalid(
            "Repository",
            "name",
            "name can only contain ASCII letters, digits, and the characters ., -, and _",
        );
    }
    const holder = call.hub.store.repository(owner, name);
    if (holder && holder !== own) {
        const message = own ? "Validation Failed" : "Repository creation failed.";
        throw invalid("Repository", "name", "name already exists on this account", message);
    }
}

async function create(call: Call, owner: Account): Promise<Reply> {
    const { hub } = call;
    const body = bodyAs(call, creation);
    if (body.gitignore_template || body.license_template) {
        throw new Unsupported("gitignore and license templates");
    }
    checkName(call, owner.login, body.name);
    const at = timestamp();
    const record: RepositoryRecord = {
        id: hub.store.newId(),
        owner: owner.login,
        name: body.name,
        defaultBranch: "main",
        settings: newSettings(body),
        topics: [],
        vulnerabilityAlerts: false,
        keys: [],
        hooks: [],
        actions: await newActionsStore(hub.store),
        environments: [],
        rulesets: [],
        labels: defaultLabels(hub.store),
        pulls: [],
        issues: [],
        comments: [],
        statuses: [],
        checkRuns: [],
        createdAt: at,
        updatedAt: at,
        pushedAt: at,
    };
    const git = gitOf(hub, record);
    await git.init(record.defaultBranch, hub.gitHooks);
    if (body.auto_init) {
        const heading = `# ${record.name}\n`;
        const text = record.settings.description
            ? `${heading}${record.settings.description}\n`
            : heading;
        const { sha, holder } = await writeCommit(git, {
            message: "Initial commit",
            author: callerSignature(call),
            committer: callerSignature(call),
            changes: [{ path: "README.md", content: Buffer.from(text) }],
        });
        const update = { ref: `refs/heads/${record.defaultBranch}`, before: zeroId, after: sha };
        await git.moveRef(update, [holder]);
    }
    // Two requests for one name may have come this far together: the first one here has it.
    checkName(call, owner.login, body.name);
    hub.store.state.repositories.push(record);
    return created(fullRepositoryView(hub, record, call.actor));
}

function createForOrganization(call: Call): Promise<Reply> {
    const owner = call.hub.store.account(call.params.text("org"));
    if (owner?.type !== "Organization") {
        throw notFound();
    }
    if (!call.actor || !ownsLogin(call.hub.store, call.actor, owner.login)) {
        throw new GitHubError(
            403,
            "You need admin access to the organization before adding a repository to it.",
        );
    }
    return create(call, owner);
}

function createForUser(call: Call): Promise<Reply> {
    if (!call.actor) {
        throw new GitHubError(401, "Requires authentication");
    }
    return create(call, call.actor.account);
}

function read(call: RepositoryCall): Reply {
    return ok(fullRepositoryView(call.hub, call.repository, call.actor));
}

async function update(call: RepositoryCall): Promise<Reply> {
    const { repository, git, hub } = call;
    const body = bodyAs(call, change);
    if (repository.settings.archived && body.archived !== false) {
        throw new GitHubError(403, "Repository was archived so is read-only.");
    }
    if (body.name !== undefined) {
        checkName(call, repository.owner, body.name, repository);
    }
    if (body.default_branch !== undefined && body.default_branch !== repository.defaultBranch) {
        if ((await git.ref(`refs/heads/${body.default_branch}`)) === undefined) {
            throw invalid(
                "Repository",
                "default_branch",
                `The branch ${body.default_branch} was not found. Please push that ref first or create it via the Git Data API.`,
            );
        }
        await git.setHead(body.default_branch);
        repository.defaultBranch = body.default_branch;
    }
    repository.name = body.name ?? repository.name;
    repository.topics = body.topics ?? repository.topics;
    repository.settings = changedSettings(repository.settings, body);
    repository.updatedAt = timestamp();
    return ok(fullRepositoryView(hub, repository, call.actor));
}

async function remove(call: RepositoryCall): Promise<Reply> {
    const { state } = call.hub.store;
    state.repositories = state.repositories.filter((record) => record !== call.repository);
    await call.git.remove();
    return noContent;
}

function readTopics(call: RepositoryCall): Reply {
    return ok({ names: call.repository.topics });
}

function replaceTopics(call: RepositoryCall): Reply {
    call.repository.topics = bodyAs(call, z.object({ names: z.array(z.string()) })).names;
    return readTopics(call);
}

function readAlerts(call: RepositoryCall): Reply {
    if (!call.repository.vulnerabilityAlerts) {
        throw notFound("Vulnerability alerts are disabled.");
    }
    return noContent;
}

function setAlerts(enabled: boolean) {
    return (call: RepositoryCall): Reply => {
        call.repository.vulnerabilityAlerts = enabled;
        return noContent;
    };
}

const administer = { area: "administration", level: "write" } as const;

export const repositoryRoutes = [
    accountRoute("POST /orgs/{org}/repos", administer, createForOrganization),
    accountRoute("POST /user/repos", administer, createForUser),
    repositoryRoute("GET ", "metadata:read", read),
    repositoryRoute("PATCH ", "administration:write", update),
    withScopes(["delete_repo"], repositoryRoute("DELETE ", "administration:write", remove)),
    repositoryRoute("GET /topics", "metadata:read", readTopics),
    repositoryRoute("PUT /topics", "administration:write", replaceTopics),
    repositoryRoute("GET /vulnerability-alerts", "administration:read", readAlerts),
    repositoryRoute("PUT /vulnerability-alerts", "administration:write", setAlerts(true)),
    repositoryRoute("DELETE /vulnerability-alerts", "administration:write", setAlerts(false)),
];
