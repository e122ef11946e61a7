/** Answers of GitHub on a bad day, in its words, for {@link FaultRequest}. */
import type { FaultRequest } from "./faults";

/** What a fault of effect `status` answers. */
export type SaidAnswer = Pick<FaultRequest, "effect" | "status" | "headers" | "body">;

function says(
    status: number,
    message: string,
    more: {
        readonly headers?: FaultRequest["headers"];
        readonly page?: string;
        readonly errors?: readonly Readonly<Record<string, string>>[];
    } = {},
): SaidAnswer {
    const { errors, page = "" } = more;
    const documentation_url = `https://docs.github.com/rest${page}`;
    const body = { message, documentation_url, status: String(status), ...(errors && { errors }) };
    return { effect: "status", status, body, ...(more.headers && { headers: more.headers }) };
}

const SECONDARY_LIMIT =
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
const ABOUT_LIMITS = "/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits";

/** The token has expired, or was revoked. */
export const badCredentials = says(401, "Bad credentials");

/** A fine-grained token lacks a permission. */
export const noPermission = says(403, "Resource not accessible by personal access token");

/** The user may not make repositories in the organisation. */
export const noRepositories = says(
    403,
    "You need admin access to the organization before adding a repository to it.",
);

/** There is one of that name, which the token may not see. */
export const nameTaken = says(422, "Repository creation failed.", {
    errors: [
        {
            resource: "Repository",
            code: "custom",
            field: "name",
            message: "name already exists on this account",
        },
    ],
});

/** The organisation's policy, or that of its enterprise. */
export const noDeployKeys = says(422, "Deploy keys are disabled for this repository");

/** The plan has no rulesets for private repositories. */
export const noRulesets = says(
    403,
    "Upgrade to GitHub Pro or make this repository public to enable this feature.",
);

/** Somebody else has moved the branch meanwhile. */
export const branchMoved = says(409, `is at ${"a".repeat(40)} but expected ${"b".repeat(40)}`);

/** Too many requests in a short time; GitHub says this with status 403, or 429. */
export function secondaryLimit(status: 403 | 429, retryAfterSeconds: number): SaidAnswer {
    const headers = { "Retry-After": String(retryAfterSeconds) };
    return says(status, SECONDARY_LIMIT, { headers, page: ABOUT_LIMITS });
}

/** Something is broken on GitHub's side. */
export const serverError = says(502, "Server Error");
