/**
 * `npx tsx scripts/ci/destroy/report.ts`: writes into the job's summary what has become of a stack.
 * Reads `BEFORE`, which `announce.ts` has told, and `DESTROY` (how that step has ended).
 */
import { z } from "zod";

import { needed } from "../needed";
import { addSummary, runStep } from "../runner";
import { destructionReport } from "./plan";

const texts = z.array(z.string());
const stackBefore = z.object({
    stack: z.string(),
    resources: z.number(),
    protectedNames: texts,
    usedBy: texts,
    lost: texts,
    kept: texts,
});

runStep("Destroy", () => {
    const before = stackBefore.parse(JSON.parse(needed("BEFORE")));
    const report = destructionReport(before, process.env.DESTROY === "success");
    addSummary(report);
    console.log(report);
});
