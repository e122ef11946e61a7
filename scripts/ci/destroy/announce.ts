/**
 * `npx tsx scripts/ci/destroy/announce.ts STACK`: writes into the job's summary what a destroy takes
 * along and what it leaves, and ends with an error if it is not to be. Changes nothing. Its output
 * `before` is for the report afterwards, when the stack's outputs are gone.
 */
import { addSummary, fail, onlyArgument, runStep, setOutput } from "../runner";
import { destructionPlan, refusal } from "./plan";
import { stackBefore } from "./stackBefore";

runStep("Destroy", async () => {
    const stack = onlyArgument("npx tsx scripts/ci/destroy/announce.ts STACK");
    const before = await stackBefore(stack);
    const plan = destructionPlan(before);
    addSummary(plan);
    console.log(plan);
    const reason = refusal(before);
    if (reason !== undefined) {
        fail(`${stack} is not destroyed`, reason);
        return;
    }
    setOutput("before", JSON.stringify(before));
});
