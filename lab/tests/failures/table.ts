import type { FaultRequest } from "../../github/faults";
import * as gitHubSays from "../../github/gitHubSays";
import { CONTENTS, KEYS, type Place, REPOSITORY, RULESETS } from "./places";

/** What GitHub does to a request instead of answering it. */
export type Spoiling = Omit<FaultRequest, "method" | "path">;

/** One way in which GitHub fails a run. */
export interface Failure {
    readonly title: string;
    /** Where in the run. */
    readonly at: Place;
    readonly fault: Spoiling;
}

/** What a run gets over by itself. */
export interface Overcome extends Failure {
    /** Seconds that GitHub has asked to wait, which the run has to take. */
    readonly waits?: number;
}

/** What ends a run; the same command completes the job afterwards. */
export interface Fatal extends Failure {
    /** What docs/recovery.md quotes of the error. */
    readonly says: string;
}

/** What a run does not come to the end of, and is interrupted in. */
export interface Endless extends Failure {
    /** The request, where it is not the place's write. */
    readonly request?: Place["request"];
    /** What is said before it is interrupted; absent: nothing is waited for. */
    readonly says?: RegExp;
}

/** More often than anything is tried. */
const ALWAYS = 100;

/** What a proxy says, and not GitHub, whose limits are waited for. */
const PROXYS_LIMIT = {
    effect: "status",
    status: 429,
    body: { message: "Too Many Requests" },
} as const;

export const OVERCOME: readonly Overcome[] = [
    {
        title: "three times status 502",
        at: KEYS,
        fault: { ...gitHubSays.serverError, count: 3 },
    },
    {
        title: "a race on the branch, lost",
        at: CONTENTS,
        fault: gitHubSays.branchMoved,
    },
    {
        title: "a secondary rate limit by status 403, with Retry-After",
        at: KEYS,
        fault: gitHubSays.secondaryLimit(403, 4),
        waits: 4,
    },
    {
        title: "a secondary rate limit by status 429, with Retry-After",
        at: REPOSITORY,
        // More than passes between two attempts at a request that has failed otherwise.
        fault: gitHubSays.secondaryLimit(429, 5),
        waits: 5,
    },
    {
        title: "status 429 of a proxy",
        at: RULESETS,
        fault: PROXYS_LIMIT,
    },
    {
        title: "a connection that is cut before anything was done",
        at: CONTENTS,
        fault: { effect: "reset" },
    },
];

export const FATAL: readonly Fatal[] = [
    {
        title: "a token that has expired meanwhile",
        at: KEYS,
        fault: { ...gitHubSays.badCredentials, count: ALWAYS },
        says: "401 Bad credentials",
    },
    {
        title: "a fine-grained token without the permission",
        at: CONTENTS,
        fault: { ...gitHubSays.noPermission, count: ALWAYS },
        says: "403 Resource not accessible by personal access token",
    },
    {
        title: "an organisation that forbids deploy keys",
        at: KEYS,
        fault: { ...gitHubSays.noDeployKeys, count: ALWAYS },
        says: "422 Deploy keys are disabled for this repository",
    },
    {
        title: "status 502 for good",
        at: RULESETS,
        fault: { ...gitHubSays.serverError, count: ALWAYS },
        says: "502 Server Error",
    },
    {
        title: "status 429 of a proxy for good",
        at: REPOSITORY,
        fault: { ...PROXYS_LIMIT, count: ALWAYS },
        says: "429 Too Many Requests",
    },
    {
        title: "connections that are all cut",
        at: KEYS,
        fault: { effect: "reset", count: ALWAYS },
        says: "EOF",
    },
    {
        title: "an answer that is lost after the work was done",
        at: KEYS,
        fault: { effect: "reset", when: "after" },
        says: "key is already in use",
    },
];

/** The provider's requests have no deadline, or one of twenty minutes. */
export const ENDLESS: readonly Endless[] = [
    {
        title: "a request that is never answered",
        at: KEYS,
        fault: { effect: "hang" },
        says: /^GitHub has answered nothing for 3 minutes\. Waiting for: RepositoryDeployKey (read|write)-key-\d+.*Ctrl-C.*pulumi cancel; pulumi up --refresh\.$/m,
    },
    {
        title: "a look at the repository that is never answered",
        at: KEYS,
        request: { method: "GET", path: "^/repos/[^/]+/[^/]+$" },
        fault: { effect: "hang" },
        says: /GitHub at git\.lab has not answered within 120 seconds, asked to show letsgo\/letsgo-gitops/,
    },
    {
        // The provider that the lab can build stops here for good; the published one reads the
        // answer as a cut connection.
        title: "half an answer, after the work was done",
        at: KEYS,
        fault: { effect: "truncate" },
    },
];
