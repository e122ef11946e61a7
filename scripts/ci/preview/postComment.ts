/**
 * `npx tsx scripts/ci/preview/postComment.ts FILE`: makes the file's text the pull request's comment
 * for its stack, in place of the one before. Reads `GITHUB_TOKEN` (with `pull-requests: write`),
 * `PULL_REQUEST`, and what the runner says of GitHub.
 */
import { readFile } from "node:fs/promises";

import { gitHubClient, thisRepository } from "../gitHubClient";
import { needed } from "../needed";
import { ACTIONS_LOGIN, putComment } from "../pullRequestComment";
import { onlyArgument, runStep } from "../runner";

runStep("Comment", async () => {
    const file = onlyArgument("tsx scripts/ci/preview/postComment.ts FILE");
    const { done, url } = await putComment(gitHubClient(), {
        ...thisRepository(),
        number: Number(needed("PULL_REQUEST")),
        body: await readFile(file, "utf8"),
        author: ACTIONS_LOGIN,
    });
    console.log(`${done}: ${url}`);
});
