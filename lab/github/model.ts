/** What the stand-in remembers: plain data, one JSON file. Field names of API settings are GitHub's. */
import type { App, Installation } from "./appModel";
import type { CheckRun, Comment, CommitStatus, Issue } from "./reviews";

/** A level of access; `write` includes `read`. */
export type Level = "read" | "write";

/**
 * Permissions a token can carry, by the names GitHub gives them for fine-grained tokens and Apps.
 * @see https://docs.github.com/en/rest/authentication/permissions-required-for-fine-grained-personal-access-tokens
 */
export const areas = [
    "actions",
    "actions_variables",
    "administration",
    "checks",
    "contents",
    "environments",
    "issues",
    "members",
    "metadata",
    "pull_requests",
    "repository_hooks",
    "secrets",
    "statuses",
    "workflows",
] as const;
export type Area = (typeof areas)[number];

/** Levels by area; an area that is not named is closed. */
export type Permissions = Partial<Record<Area, Level>>;

/** A user or an organisation, or what an App acts as. */
export interface Account {
    readonly id: number;
    readonly login: string;
    readonly type: "User" | "Organization" | "Bot";
    readonly createdAt: string;
    /** Logins that own everything of an organisation; empty for users. */
    members: string[];
    /** Whether an organisation forbids deploy keys. */
    forbidsDeployKeys?: boolean;
    /** Logins that may write to its repositories, and administer none. */
    writers?: string[];
    teams?: Team[];
}

/** A team of an organisation, which has access to all its repositories here. */
export interface Team {
    readonly id: number;
    /** Its name in URLs, and here by itself. */
    readonly slug: string;
}

/**
 * A token, without the token: its hash is enough to recognise it. A classic one has scopes, that of
 * an installation has its number, any other one is fine-grained.
 */
export interface TokenRecord {
    /** SHA-256 of the token, hexadecimal. */
    readonly hash: string;
    /** The first 12 digits of `hash`: names the token in logs and in the admin API. */
    readonly fingerprint: string;
    readonly login: string;
    /** Of a classic token: none, its scopes decide. */
    readonly permissions: Permissions;
    /** Scopes of a classic token. */
    readonly scopes?: readonly string[];
    /** Installation that the token stands for. */
    readonly installation?: number;
    /** Repositories it was narrowed down to, of those of its installation. */
    readonly repositories?: readonly number[];
    readonly createdAt: string;
    /** ISO 8601; a token without it does not expire. */
    readonly expiresAt?: string;
}

export interface DeployKey {
    readonly id: number;
    readonly title: string;
    /** Algorithm and base64, without comment, as GitHub returns it. */
    readonly key: string;
    readonly readOnly: boolean;
    readonly addedBy: string;
    readonly createdAt: string;
    lastUsedAt?: string;
}

export interface Hook {
    readonly id: number;
    active: boolean;
    events: string[];
    url: string;
    contentType: string;
    /** "0" or "1", a string as in GitHub's answers. */
    insecureSsl: string;
    secret?: string;
    readonly createdAt: string;
    updatedAt: string;
    lastResponse: { code: number | null; status: string; message: string | null };
}

/** An X25519 key pair, base64: clients seal secrets to the public one. */
export interface SealKey {
    readonly id: string;
    readonly publicKey: string;
    readonly privateKey: string;
}

export interface ActionsSecret {
    readonly name: string;
    /** The sealed box as received, base64. */
    sealed: string;
    readonly createdAt: string;
    updatedAt: string;
}

export interface ActionsVariable {
    readonly name: string;
    value: string;
    readonly createdAt: string;
    updatedAt: string;
}

/** What Actions read: of a repository or of one environment. */
export interface ActionsStore {
    readonly sealKey: SealKey;
    secrets: ActionsSecret[];
    variables: ActionsVariable[];
}

export interface DeploymentPolicy {
    readonly id: number;
    name: string;
    readonly type: "branch" | "tag";
}

export interface Environment {
    readonly id: number;
    readonly name: string;
    waitTimer: number;
    preventSelfReview: boolean;
    canAdminsBypass: boolean;
    reviewers: { type: string; id: number }[];
    deploymentBranchPolicy: { protected_branches: boolean; custom_branch_policies: boolean } | null;
    /** Patterns of what may be deployed, where the policy is a custom one. */
    deploymentPolicies?: DeploymentPolicy[];
    readonly actions: ActionsStore;
    readonly createdAt: string;
    updatedAt: string;
}

export interface Ruleset {
    readonly id: number;
    name: string;
    target: string;
    enforcement: string;
    bypassActors: unknown[];
    conditions: unknown;
    rules: unknown[];
    readonly createdAt: string;
    updatedAt: string;
}

export interface Label {
    readonly id: number;
    name: string;
    color: string;
    description: string | null;
    readonly default: boolean;
}

export interface PullRequest {
    readonly id: number;
    readonly number: number;
    title: string;
    body: string | null;
    readonly author: string;
    readonly head: string;
    base: string;
    draft: boolean;
    state: "open" | "closed";
    /** The head's and base's commits when it was last looked at open: what stays true after merging. */
    headSha: string;
    baseSha: string;
    mergeCommitSha: string | null;
    mergedBy: string | null;
    readonly createdAt: string;
    updatedAt: string;
    closedAt: string | null;
    mergedAt: string | null;
}

/** The settings that creating and patching a repository set, under GitHub's names. */
export interface RepositorySettings {
    description: string | null;
    homepage: string | null;
    visibility: "public" | "private" | "internal";
    has_issues: boolean;
    has_projects: boolean;
    has_wiki: boolean;
    has_downloads: boolean;
    has_discussions: boolean;
    is_template: boolean;
    archived: boolean;
    allow_squash_merge: boolean;
    allow_merge_commit: boolean;
    allow_rebase_merge: boolean;
    allow_auto_merge: boolean;
    allow_update_branch: boolean;
    allow_forking: boolean;
    delete_branch_on_merge: boolean;
    web_commit_signoff_required: boolean;
    squash_merge_commit_title: string;
    squash_merge_commit_message: string;
    merge_commit_title: string;
    merge_commit_message: string;
}

export interface RepositoryRecord {
    /** Names the bare repository on disk, so that renaming moves nothing. */
    readonly id: number;
    readonly owner: string;
    name: string;
    defaultBranch: string;
    settings: RepositorySettings;
    topics: string[];
    vulnerabilityAlerts: boolean;
    keys: DeployKey[];
    hooks: Hook[];
    readonly actions: ActionsStore;
    environments: Environment[];
    rulesets: Ruleset[];
    labels: Label[];
    pulls: PullRequest[];
    issues: Issue[];
    comments: Comment[];
    statuses: CommitStatus[];
    checkRuns: CheckRun[];
    readonly createdAt: string;
    updatedAt: string;
    pushedAt: string;
}

/** Something that must not happen in a test run: it fails the run at its end. */
export interface Violation {
    readonly at: string;
    /** `request`/`answer`: against GitHub's schema; `unknown`: no such route here; `defect`: our bug. */
    readonly kind: "request" | "answer" | "unknown" | "defect";
    readonly method: string;
    readonly path: string;
    readonly reason: string;
}

export interface State {
    /** Version of this file's form. */
    readonly format: 1;
    nextId: number;
    accounts: Account[];
    tokens: TokenRecord[];
    apps: App[];
    installations: Installation[];
    repositories: RepositoryRecord[];
    violations: Violation[];
}
