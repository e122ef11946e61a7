import type { GitHubClient, RepositoryName } from "../gitHubClient";
import { decide, type Decision, type KnownIssue } from "./decision";
import { type Drift, issueBody, LABEL, title } from "./issue";

/** What was done, for the log; and the issue's page, if there is one. */
export interface Kept {
    readonly decision: Decision;
    readonly url?: string;
}

/**
 * Opens, updates, reopens or closes the issue about a stack.
 *
 * @param mask makes a text safe to be posted
 * @throws RequestError of Octokit: 410 where the repository has no issues
 */
export async function keepIssue(
    client: GitHubClient,
    repository: RepositoryName,
    drift: Drift,
    mask: (text: string) => string,
): Promise<Kept> {
    const decision = decide(
        drift.stack,
        drift.differences,
        await knownIssues(client, repository),
        new Date(),
    );
    const body = mask(issueBody(drift));
    if (decision.action === "none") {
        return { decision };
    }
    if (decision.action === "open") {
        const { data } = await client.request("POST /repos/{owner}/{repo}/issues", {
            ...repository,
            title: title(drift.stack),
            body,
            labels: [LABEL],
            // Not tried again: an issue whose answer was lost would be there twice.
            request: { retries: 0 },
        });
        return { decision, url: data.html_url };
    }
    const issue = { ...repository, issue_number: decision.number };
    const { data } = await client.request("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
        ...issue,
        ...(decision.action === "close"
            ? { state: "closed", state_reason: "completed" }
            : { body, state: "open" }),
    });
    const text = commentOn(decision, drift);
    if (text !== undefined) {
        await client.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
            ...issue,
            body: text,
            request: { retries: 0 },
        });
    }
    return { decision, url: data.html_url };
}

async function knownIssues(client: GitHubClient, repository: RepositoryName) {
    const found = await client.paginate("GET /repos/{owner}/{repo}/issues", {
        ...repository,
        labels: LABEL,
        state: "all",
        per_page: 100,
    });
    return found
        .filter(({ pull_request }) => pull_request === undefined)
        .map(({ number, body, state, state_reason, closed_at }): KnownIssue => ({
            number,
            body: body ?? "",
            state: state === "open" ? "open" : "closed",
            ...(state_reason && { stateReason: state_reason }),
            ...(closed_at && { closedAt: closed_at }),
        }));
}

/** Changes of an issue's text tell nobody; a comment does. */
function commentOn(decision: Decision, drift: Drift): string | undefined {
    const { stack, commit, runUrl, isDestroyed } = drift;
    const run = `[this run](${runUrl})`;
    switch (decision.action) {
        case "close":
            if (isDestroyed === true) {
                return `As ${run} has seen, ${stack} is destroyed: nothing is left that could differ.`;
            }
            return `As ${run} has seen, ${stack} is as commit ${commit.slice(0, 7)} has it again.`;
        case "reopen":
            return `It differs again: the list above is what ${run} has seen.`;
        case "update":
            return decision.changed
                ? `Something else differs now: the list above is what ${run} has seen.`
                : undefined;
        default:
            return undefined;
    }
}
