/** Answers that are errors, worded as GitHub words them. */

/** One entry of a validation error's `errors`. */
export interface FieldError {
    readonly resource?: string;
    readonly field?: string;
    readonly code: string;
    readonly message?: string;
}

/** Thrown by handlers; becomes an answer with GitHub's error body. */
export class GitHubError extends Error {
    constructor(
        readonly status: number,
        message: string,
        readonly errors?: readonly FieldError[],
    ) {
        super(message);
    }
}

/** A request that GitHub would take and this stand-in does not know: answered 501 and recorded. */
export class Unsupported extends Error {}

export function notFound(message = "Not Found"): GitHubError {
    return new GitHubError(404, message);
}

/** 422 with one explained error. */
export function invalid(
    resource: string,
    field: string,
    message: string,
    summary = "Validation Failed",
): GitHubError {
    return new GitHubError(422, summary, [{ resource, field, code: "custom", message }]);
}
