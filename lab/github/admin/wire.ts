/** What the admin API speaks: shared by its server and its client. */
import type { Level, Permissions } from "../model";
import type { Scope } from "../scopes";

export interface HealthAnswer {
    readonly ok: true;
    /** Root URL for browsers and git: `https://git.lab`. */
    readonly web: string;
    /** Root URL of the REST API. */
    readonly api: string;
    /** Example of the SSH form. */
    readonly ssh: string;
    readonly sshPort: number;
}

export interface AccountRequest {
    readonly login: string;
    readonly type: "User" | "Organization";
    /** Logins that own an organisation's things. */
    readonly members?: readonly string[];
    /** Whether an organisation forbids deploy keys; as before if absent. */
    readonly forbidsDeployKeys?: boolean;
    /** Logins that may write to its repositories, and administer none. */
    readonly writers?: readonly string[];
    /** Slugs of an organisation's teams, beside those it has. */
    readonly teams?: readonly string[];
}

export interface TokenRequest {
    /** The user whose token it is; must exist. */
    readonly login: string;
    /**
     * Of a fine-grained token: `read` or `write` everywhere, or a level by area; areas that are not
     * named are closed.
     */
    readonly permissions?: Level | Permissions;
    /** Makes it a classic token with these scopes, perhaps none. */
    readonly scopes?: readonly Scope[];
    /** The token itself; a new one is made if absent. */
    readonly token?: string;
    /** ISO 8601. */
    readonly expiresAt?: string;
}

export interface TokenAnswer {
    readonly token: string;
    readonly fingerprint: string;
}

/** A token without the token. */
export interface ListedToken {
    readonly fingerprint: string;
    readonly login: string;
    readonly permissions: Permissions;
    readonly scopes?: readonly string[];
    /** Number of the installation it was made for. */
    readonly installation?: number;
    readonly createdAt: string;
    readonly expiresAt?: string;
}

export interface AppRequest {
    /** Its name in URLs; `<slug>[bot]` is who it acts as. */
    readonly slug: string;
    /** Login of an account. */
    readonly owner: string;
    /** Public halves of its private keys, PEM. Putting the App again replaces them. */
    readonly publicKeys: readonly string[];
    readonly permissions: Level | Permissions;
}

export interface InstallationRequest {
    /** The App's slug. */
    readonly app: string;
    /** Login of the user or organisation it is installed in. */
    readonly account: string;
    /** Names of the repositories; all of the account if absent. */
    readonly repositories?: "all" | readonly string[];
    /** What was granted; what the App asks for if absent. */
    readonly permissions?: Level | Permissions;
    readonly suspended?: boolean;
    /** Lifetime of its tokens from now on; an hour if absent. */
    readonly tokenSeconds?: number;
}

/** The number of what was made. */
export interface AppAnswer {
    readonly id: number;
}

/** One repository in a snapshot; lists are sorted, ids and times left out. */
export interface RepositoryTable {
    readonly settings: Readonly<Record<string, unknown>>;
    readonly topics: readonly string[];
    /** Title, key and whether it may only read. */
    readonly keys: readonly string[];
    readonly hooks: readonly string[];
    readonly secrets: readonly string[];
    readonly variables: Readonly<Record<string, string>>;
    readonly environments: Readonly<Record<string, unknown>>;
    readonly rulesets: Readonly<Record<string, unknown>>;
    readonly labels: readonly string[];
    readonly pulls: readonly string[];
    /** Branches and tags with their commits. */
    readonly refs: Readonly<Record<string, string>>;
}

/** Everything that clients can make, in a form that two points in time can be compared by. */
export interface Tables {
    readonly accounts: readonly string[];
    readonly repositories: Readonly<Record<string, RepositoryTable>>;
}

/** Numbers of the newest entries of the logs; 0 where nothing was logged yet. */
export interface NewestAnswer {
    readonly requests: number;
    readonly git: number;
    readonly deliveries: number;
}

export interface HostKeyAnswer {
    /** Algorithm and base64. */
    readonly publicKey: string;
    /** A line for `known_hosts`. */
    readonly knownHosts: string;
}

export interface SecretQuery {
    /** `owner/name`. */
    readonly repository: string;
    readonly name: string;
    /** Environment the secret belongs to; the repository's own if absent. */
    readonly environment?: string;
}

export interface DraftRequest {
    /** `owner/name`. */
    readonly repository: string;
    /** Number of the pull request. */
    readonly number: number;
    readonly draft: boolean;
}
