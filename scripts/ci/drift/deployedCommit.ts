/**
 * `npx tsx scripts/ci/drift/deployedCommit.ts STACK`: finds out which commit a stack was deployed from,
 * because what is merged and not deployed yet is no drift. Outputs: `commit`, and `directory` of the
 * checkout that the next steps look from. Reads `GITHUB_SHA`, `GITHUB_TOKEN`.
 */
import { RequestError } from "@octokit/request-error";

import { gitHubClient, thisRepository } from "../gitHubClient";
import { lastDeployment } from "../lastUpdate";
import { needed } from "../needed";
import { onlyArgument, runStep, setOutput } from "../runner";

runStep("Deployed commit", async () => {
    const stack = onlyArgument("npx tsx scripts/ci/drift/deployedCommit.ts STACK");
    const own = needed("GITHUB_SHA");
    const deployed = (await lastDeployment(stack))?.commit;
    const isThere = deployed !== undefined && (await isInRepository(deployed));
    if (deployed === undefined) {
        console.log(`Pulumi does not know which commit ${stack} was deployed from.`);
    } else if (!isThere) {
        console.log(`${stack} was deployed from ${deployed}, which this repository does not have.`);
    }
    const commit = isThere ? deployed : own;
    setOutput("commit", commit);
    setOutput("directory", commit === own ? "." : "deployed");
    console.log(`${stack} is held against ${commit}.`);
});

async function isInRepository(commit: string): Promise<boolean> {
    try {
        const place = { ...thisRepository(), ref: commit };
        await gitHubClient().request("GET /repos/{owner}/{repo}/commits/{ref}", place);
        return true;
    } catch (error) {
        // 422 is GitHub's word for a commit that it does not have.
        if (error instanceof RequestError && [404, 422].includes(error.status)) {
            return false;
        }
        throw error;
    }
}
