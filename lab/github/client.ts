/** Client of the stand-in's admin API, for the lab and for tests. */
import type { Fault, FaultRequest } from "./faults";
import type { DeliveryEntry, GitEntry, IssuedToken, Numbered, RequestEntry } from "./journal";
import type { Violation } from "./model";
import type {
    AccountRequest,
    AppAnswer,
    AppRequest,
    DraftRequest,
    HealthAnswer,
    HostKeyAnswer,
    InstallationRequest,
    ListedToken,
    NewestAnswer,
    SecretQuery,
    Tables,
    TokenAnswer,
    TokenRequest,
} from "./admin/wire";

export type * from "./admin/wire";
export type { GitEntry, IssuedToken, Numbered } from "./journal";

/** How long one admin request may take. */
const timeoutMs = 10_000;

/** Every method throws with the stand-in's own words when it refuses. */
export class StandInClient {
    /** @param root `http://127.0.0.1:7701` */
    constructor(private readonly root: string) {}

    /** Fails when the stand-in is not there. */
    health(): Promise<HealthAnswer> {
        return this.call("GET", "healthz");
    }

    /** Everything clients can make: deeply equal before and after means nothing is left. */
    tables(): Promise<Tables> {
        return this.call("GET", "tables");
    }

    /** Makes a user or organisation; an organisation's members are replaced if it is there. */
    putAccount(request: AccountRequest): Promise<void> {
        return this.call("POST", "accounts", request);
    }

    /** Makes a token, or replaces the permissions of the given one. */
    putToken(request: TokenRequest): Promise<TokenAnswer> {
        return this.call("POST", "tokens", request);
    }

    tokens(): Promise<ListedToken[]> {
        return this.call("GET", "tokens");
    }

    revokeToken(fingerprint: string): Promise<void> {
        return this.call("DELETE", `tokens?fingerprint=${encodeURIComponent(fingerprint)}`);
    }

    /** Registers a GitHub App, or replaces keys and permissions of the one of that name. */
    putApp(request: AppRequest): Promise<AppAnswer> {
        return this.call("POST", "apps", request);
    }

    /**
     * Tokens that Apps were given after the given number, oldest first, as they are: kept in memory
     * only, and forgotten when the stand-in ends.
     */
    issuedTokens(since = 0): Promise<Numbered<IssuedToken>[]> {
        return this.call("GET", `issued-tokens?since=${since}`);
    }

    /** Installs an App, or replaces what its installation in the account may do. */
    putInstallation(request: InstallationRequest): Promise<AppAnswer> {
        return this.call("POST", "installations", request);
    }

    /** REST requests after the given number, oldest first. */
    requests(since = 0): Promise<Numbered<RequestEntry>[]> {
        return this.call("GET", `requests?since=${since}`);
    }

    clearRequests(): Promise<void> {
        return this.call("DELETE", "requests");
    }

    /** Fetches, pushes and refusals after the given number, oldest first. */
    git(since = 0): Promise<Numbered<GitEntry>[]> {
        return this.call("GET", `git?since=${since}`);
    }

    clearGit(): Promise<void> {
        return this.call("DELETE", "git");
    }

    /** Webhook deliveries after the given number, oldest first. */
    deliveries(since = 0): Promise<Numbered<DeliveryEntry>[]> {
        return this.call("GET", `deliveries?since=${since}`);
    }

    clearDeliveries(): Promise<void> {
        return this.call("DELETE", "deliveries");
    }

    /** Number of a log's newest entry, or 0: asked for what is after it, the log tells what is new. */
    async newest(log: keyof NewestAnswer): Promise<number> {
        return (await this.call<NewestAnswer>("GET", "newest"))[log];
    }

    /** What must not have happened: unknown routes, requests and answers against GitHub's schema. */
    violations(): Promise<Violation[]> {
        return this.call("GET", "violations");
    }

    clearViolations(): Promise<void> {
        return this.call("DELETE", "violations");
    }

    /** Makes coming requests fail. */
    addFault(fault: FaultRequest): Promise<Fault> {
        return this.call("POST", "faults", fault);
    }

    faults(): Promise<Fault[]> {
        return this.call("GET", "faults");
    }

    clearFaults(): Promise<void> {
        return this.call("DELETE", "faults");
    }

    /** The SSH host key that clients see now. */
    hostKey(): Promise<HostKeyAnswer> {
        return this.call("GET", "host-key");
    }

    /** Swaps the SSH host key for another one (`true`), or back. */
    useOtherHostKey(other: boolean): Promise<HostKeyAnswer> {
        return this.call("POST", "host-key", { other });
    }

    /** Shows a certificate that nobody trusts over HTTPS (`true`), or its own again. */
    useOtherCertificate(other: boolean): Promise<void> {
        return this.call("POST", "certificate", { other });
    }

    /** The plain value of an Actions secret. */
    async openSecret(query: SecretQuery): Promise<string> {
        return (await this.call<{ value: string }>("POST", "open-secret", query)).value;
    }

    /** Makes a pull request a draft, or takes that back, as a person in the browser would. */
    setDraft(request: DraftRequest): Promise<void> {
        return this.call("POST", "draft", request);
    }

    /** Passes a docker-registry notification on; says how many `package` events it became. */
    async registryEvents(envelope: unknown): Promise<number> {
        return (await this.call<{ sent: number }>("POST", "registry-events", envelope)).sent;
    }

    private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
        const response = await fetch(`${this.root}/_lab/${path}`, {
            method,
            body: body === undefined ? undefined : JSON.stringify(body),
            signal: AbortSignal.timeout(timeoutMs),
        });
        const answer = (await response.json()) as T & { error?: string };
        if (!response.ok) {
            throw new Error(`${method} /_lab/${path}: ${answer.error ?? response.statusText}`);
        }
        return answer;
    }
}
