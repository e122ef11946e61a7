/**
 * `npx tsx scripts/ci/drift/deployedCommit.ts STACK`: finds out which commit a stack was deployed from,
 * because what is merged and not deployed yet is no drift. Outputs: `commit`, and `directory` of the
 * checkout that the next steps look from. Reads `GITHUB_SHA`, `GITHUB_TOKEN`.
 */
import { gitHubClient, thisRepository } from "../gitHubClient";
import { lastDeployment, lastOperations } from "../operations";
import { needed } from "../needed";
import { onlyArgument, runStep, setOutput } from "../runner";
import { madeAmong, stackResources } from "../stackResources";
import { heldAgainst, isInRepository } from "./heldAgainst";

runStep("Deployed commit", async () => {
    const stack = onlyArgument("npx tsx scripts/ci/drift/deployedCommit.ts STACK");
    const own = needed("GITHUB_SHA");
    const isEmpty = madeAmong(await stackResources(stack)).length === 0;
    // Of an empty stack no commit has to be checked out: nothing is held against it.
    const deployed = isEmpty ? own : lastDeployment(await lastOperations(stack))?.commit;
    const { commit, directory, because } = await heldAgainst(stack, deployed, own, (known) =>
        isInRepository(gitHubClient(), thisRepository(), known),
    );
    setOutput("commit", commit);
    setOutput("directory", directory);
    if (because !== undefined) console.log(because);
    console.log(isEmpty ? `${stack} has no resources.` : `${stack} is held against ${commit}.`);
});
