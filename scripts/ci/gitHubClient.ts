/** GitHub's REST API for the steps of this project's workflows. */
import { Octokit } from "@octokit/core";
import { paginateRest } from "@octokit/plugin-paginate-rest";
import { retry } from "@octokit/plugin-retry";

import { needed } from "./needed";

/**
 * Asks GitHub: `client.request("GET /repos/{owner}/{repo}", { ...repository })`, with the types of
 * its published description; `client.paginate(…)` reads lists to their end.
 *
 * What fails by GitHub's fault (status 500 and above) is tried again three times, after 1, 4 and 9
 * seconds. What creates something is better not: `{ request: { retries: 0 } }`.
 */
export type GitHubClient = InstanceType<typeof ClientWithPlugins>;

const ClientWithPlugins = Octokit.plugin(paginateRest, retry);

/** A repository, in the words of GitHub's API. */
export interface RepositoryName {
    readonly owner: string;
    readonly repo: string;
}

/**
 * A client for the API that the runner names, with the token that the step was given.
 *
 * @param env `GITHUB_API_URL`, which the runner sets, and `GITHUB_TOKEN`, which the step has to
 * @throws Error that names what of it is missing
 */
export function gitHubClient(env: NodeJS.ProcessEnv = process.env): GitHubClient {
    return new ClientWithPlugins({
        baseUrl: needed("GITHUB_API_URL", env),
        auth: needed("GITHUB_TOKEN", env),
        userAgent: "argocd-image-drift",
    });
}

/**
 * The repository whose workflow runs.
 *
 * @param env `GITHUB_REPOSITORY`, which the runner sets
 * @throws Error if it is missing or no `owner/name`
 */
export function thisRepository(env: NodeJS.ProcessEnv = process.env): RepositoryName {
    const full = needed("GITHUB_REPOSITORY", env);
    const [owner = "", repo = "", ...more] = full.split("/");
    if (owner === "" || repo === "" || more.length > 0) {
        throw new Error(`GITHUB_REPOSITORY is "${full}", which is no owner/name.`);
    }
    return { owner, repo };
}
