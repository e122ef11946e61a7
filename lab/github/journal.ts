/** Logs of what happened, kept in memory and read through the admin API. */

/** An entry with its number: ask for everything after the last one seen. */
export type Numbered<T> = T & { readonly sequence: number };

/** An append-only list that forgets its oldest entries. */
export class Journal<T extends object> {
    private entries: Numbered<T>[] = [];
    private next = 1;

    /** @param limit how many entries are kept. */
    constructor(private readonly limit = 20_000) {}

    append(entry: T): Numbered<T> {
        const numbered = { sequence: this.next++, ...entry };
        this.entries.push(numbered);
        if (this.entries.length > this.limit) {
            this.entries = this.entries.slice(-this.limit);
        }
        return numbered;
    }

    /** Number of the newest entry there has been; 0 before the first. */
    get newest(): number {
        return this.next - 1;
    }

    /** Entries with a number above `sequence`, oldest first. */
    since(sequence: number): Numbered<T>[] {
        return this.entries.filter((entry) => entry.sequence > sequence);
    }

    clear(): void {
        this.entries = [];
    }
}

/** One REST request. */
export interface RequestEntry {
    readonly at: string;
    readonly method: string;
    /** Path below `/api/v3`, with the query. */
    readonly path: string;
    readonly status: number;
    /** Fingerprint of the token that was sent, known or not. */
    readonly token?: string;
    readonly login?: string;
    /** Whether the method could change something, successful or not. */
    readonly write: boolean;
    readonly milliseconds: number;
    /** Number of the injected fault that decided the answer. */
    readonly fault?: number;
}

/** One fetch or push, or the refusal of one. */
export interface GitEntry {
    readonly at: string;
    readonly transport: "ssh" | "https";
    readonly operation: "read" | "write" | "authenticate";
    /** `owner/name` as asked for. */
    readonly repository?: string;
    /** Id of the deploy key, if one was recognised. */
    readonly keyId?: number;
    readonly keyTitle?: string;
    /** SHA-256 fingerprint of the offered key, as `ssh-keygen -l` prints it. */
    readonly keyFingerprint?: string;
    /** Fingerprint of the token, for HTTPS. */
    readonly token?: string;
    readonly accepted: boolean;
    /** Why it was refused. */
    readonly reason?: string;
    readonly updates: readonly RefUpdate[];
}

/** One ref that a push moved; 40 zeros stand for "not there". */
export interface RefUpdate {
    readonly ref: string;
    readonly before: string;
    readonly after: string;
}

/** One webhook delivery. */
export interface DeliveryEntry {
    readonly at: string;
    readonly delivery: string;
    readonly hookId: number;
    readonly repository: string;
    readonly event: string;
    readonly url: string;
    readonly payload: unknown;
    /** Whether it had a signature, which takes a secret. */
    readonly signed: boolean;
    /** HTTP status, or absent when nothing answered. */
    readonly status?: number;
    /** Why nothing answered. */
    readonly error?: string;
    readonly milliseconds: number;
}

/** One token that an App was given. */
export interface IssuedToken {
    readonly at: string;
    /** Number of the installation it was made for. */
    readonly installation: number;
    /** The token itself, for those who look where it has got to. */
    readonly token: string;
}

/** All journals of one stand-in. */
export interface Journals {
    readonly requests: Journal<RequestEntry>;
    readonly git: Journal<GitEntry>;
    readonly deliveries: Journal<DeliveryEntry>;
    readonly issued: Journal<IssuedToken>;
}
