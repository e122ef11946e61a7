/** GitHub Apps in the stand-in's memory. */
import type { Permissions } from "./model";

/** A GitHub App. What it does is done by `<slug>[bot]`. */
export interface App {
    readonly id: number;
    readonly slug: string;
    /** Login of who has registered it. */
    readonly owner: string;
    /** Public halves of its private keys, PEM: any of them signs. */
    publicKeys: string[];
    permissions: Permissions;
    readonly createdAt: string;
}

/** An App in an account. */
export interface Installation {
    readonly id: number;
    readonly app: number;
    /** Login of the user or organisation. */
    readonly account: string;
    /** What was granted when it was installed, or later. */
    permissions: Permissions;
    /** Names of the repositories it may see. */
    repositories: string[] | "all";
    suspendedAt?: string;
    /** How long its tokens live. On GitHub: an hour. */
    tokenSeconds: number;
    readonly createdAt: string;
}
