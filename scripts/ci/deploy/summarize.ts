/**
 * `npx tsx scripts/ci/deploy/summarize.ts STACK`: writes the job's summary of a deployment. Reads the
 * stack's outputs without their secrets, `UP` and `WAIT` (how those steps have ended) and `GITHUB_SHA`.
 */
import { CommandFailed } from "../../../cli/wait/run";
import { needed } from "../needed";
import { addSummary, onlyArgument, runStep } from "../runner";
import { type Outputs, stackOutputs } from "../stackOutputs";
import { deploymentSummary, type Outcome } from "./summary";

runStep("Summary", async () => {
    const stack = onlyArgument("npx tsx scripts/ci/deploy/summarize.ts STACK");
    const summary = deploymentSummary({
        stack,
        commit: needed("GITHUB_SHA"),
        up: outcome("UP"),
        wait: outcome("WAIT"),
        outputs: await outputsOf(stack),
    });
    addSummary(summary);
    console.log(summary);
});

/** A step that was never reached has no outcome. */
function outcome(variable: string): Outcome {
    const given = process.env[variable];
    const known: readonly Outcome[] = ["success", "failure", "cancelled"];
    return known.find((each) => each === given) ?? "skipped";
}

/** A summary of a failure must not fail for want of outputs. */
async function outputsOf(stack: string): Promise<Outputs> {
    try {
        return await stackOutputs(stack);
    } catch (error) {
        if (error instanceof CommandFailed) {
            console.error(`No outputs: ${error.said}`);
            return {};
        }
        throw error;
    }
}
