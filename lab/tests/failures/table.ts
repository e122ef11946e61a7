import type { FaultRequest } from "../../github/faults";
import * as gitHubSays from "../../github/gitHubSays";

/** One way in which GitHub fails a run that registers deploy keys. */
export interface Failure {
    readonly title: string;
    readonly fault: FaultRequest;
    /**
     * What docs/recovery.md quotes of the error; the same command completes the job afterwards.
     * Absent: the run itself gets over it.
     */
    readonly says?: string;
    /** Seconds that GitHub has asked to wait, which the run has to take. */
    readonly waits?: number;
}

const KEYS = { method: "POST", path: "/keys$" } as const;
/** More often than anything is tried. */
const ALWAYS = 100;

/** What a run gets over by itself. */
export const OVERCOME: readonly Failure[] = [
    {
        title: "three times status 502",
        fault: { ...KEYS, ...gitHubSays.serverError, count: 3 },
    },
    {
        title: "a race on the branch, lost",
        fault: { ...KEYS, ...gitHubSays.branchMoved },
    },
    {
        title: "a secondary rate limit, with Retry-After",
        fault: { ...KEYS, ...gitHubSays.secondaryLimit(403, 4) },
        waits: 4,
    },
    {
        title: "status 429",
        fault: { ...KEYS, ...gitHubSays.secondaryLimit(429, 1) },
    },
    {
        title: "a connection that is cut before anything was done",
        fault: { ...KEYS, effect: "reset" },
    },
];

/** What ends a run, with a message that docs/recovery.md explains. */
export const FATAL: readonly Failure[] = [
    {
        title: "a token that has expired meanwhile",
        fault: { ...KEYS, ...gitHubSays.badCredentials, count: ALWAYS },
        says: "401 Bad credentials",
    },
    {
        title: "a fine-grained token without the permission",
        fault: { ...KEYS, ...gitHubSays.noPermission, count: ALWAYS },
        says: "403 Resource not accessible by personal access token",
    },
    {
        title: "an organisation that forbids deploy keys",
        fault: { ...KEYS, ...gitHubSays.noDeployKeys, count: ALWAYS },
        says: "422 Deploy keys are disabled for this repository",
    },
    {
        title: "status 502 for good",
        fault: { ...KEYS, ...gitHubSays.serverError, count: ALWAYS },
        says: "502 Server Error",
    },
    {
        title: "status 429 for good",
        fault: { ...KEYS, ...gitHubSays.secondaryLimit(429, 1), count: ALWAYS },
        says: "429 You have exceeded a secondary rate limit",
    },
    {
        title: "connections that are all cut",
        fault: { ...KEYS, effect: "reset", count: ALWAYS },
        says: "EOF",
    },
    {
        title: "an answer that is lost after the work was done",
        fault: { ...KEYS, effect: "reset", when: "after" },
        says: "key is already in use",
    },
];

/** What a run does not come to the end of: the provider's requests have no deadline. */
export const ENDLESS: readonly Failure[] = [
    {
        title: "a request that is never answered",
        fault: { ...KEYS, effect: "hang" },
    },
    {
        // The provider that the lab can build stops here for good; the published one reads the
        // answer as a cut connection.
        title: "half an answer, after the work was done",
        fault: { ...KEYS, effect: "truncate" },
    },
];
