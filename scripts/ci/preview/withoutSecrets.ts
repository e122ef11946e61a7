/**
 * `npx tsx scripts/ci/preview/withoutSecrets.ts`: says on the page of the run why a pull request has
 * no preview. A comment it cannot be: the token of such a run only reads.
 */
import { addSummary, runStep } from "../runner";

const REASON =
    "This pull request is not previewed: it comes from a fork, or from Dependabot, and GitHub gives " +
    "such runs no secrets. The tests run all the same.";

const REMEDY =
    "Somebody with write access can look at the commits, push them to a branch of this repository " +
    "and open a pull request from there: `docs/previews.md`.";

runStep("Preview", () => {
    addSummary(`## No preview\n\n${REASON}\n\n${REMEDY}\n`);
    console.log(`::notice title=No preview::${REASON} ${REMEDY}`);
});
