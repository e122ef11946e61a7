/** What the admin API speaks: shared by its server and its client. */
import type { Area, Level } from "../model";

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
}

export interface TokenRequest {
    /** The user whose token it is; must exist. */
    readonly login: string;
    /** `read` or `write` everywhere, or a level by area; areas that are not named are closed. */
    readonly permissions: Level | Partial<Record<Area, Level>>;
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
    readonly permissions: Partial<Record<Area, Level>>;
    readonly expiresAt?: string;
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
