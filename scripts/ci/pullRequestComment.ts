import type { GitHubClient, RepositoryName } from "./gitHubClient";

/** Who comments with the token of a workflow's run. */
export const ACTIONS_LOGIN = "github-actions[bot]";

export interface PullRequestComment extends RepositoryName {
    /** Number of the pull request. */
    readonly number: number;
    /** Its first line is what it is found by: `<!-- … -->`. At most 65,536 characters. */
    readonly body: string;
    /** Whose comment it is; others' are left alone, whatever they begin with. */
    readonly author: string;
}

/**
 * Posts a comment, or changes the one that is there: the first of this author that begins with the
 * same line.
 *
 * @returns what was done, and the comment's page
 * @throws RequestError of Octokit, if GitHub refuses
 */
export async function putComment(
    client: GitHubClient,
    comment: PullRequestComment,
): Promise<{ readonly done: "posted" | "updated"; readonly url: string }> {
    const { owner, repo, number, body, author } = comment;
    const [marker = ""] = body.split("\n");
    const all = await client.paginate("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
        owner,
        repo,
        issue_number: number,
        per_page: 100,
    });
    const found = all.find(
        (each) => each.user?.login === author && each.body?.split(/\r?\n/)[0] === marker,
    );
    if (found !== undefined) {
        const { data } = await client.request(
            "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
            { owner, repo, comment_id: found.id, body },
        );
        return { done: "updated", url: data.html_url };
    }
    const { data } = await client.request(
        "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
        // Not tried again: a comment whose answer was lost would be there twice.
        { owner, repo, issue_number: number, body, request: { retries: 0 } },
    );
    return { done: "posted", url: data.html_url };
}
