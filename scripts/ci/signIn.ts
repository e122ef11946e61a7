/**
 * `npx tsx scripts/ci/signIn.ts`: hands what is set of these secrets to the steps that follow, so that
 * what is not set hides nothing that a cloud's own sign-in brings. Comes after the packages are
 * installed, whose scripts get none of it.
 */
import { exportVariable, runStep } from "./runner";

/** What Pulumi reads for its backend and for the secrets in it. */
const SECRETS = [
    "PULUMI_ACCESS_TOKEN",
    "PULUMI_CONFIG_PASSPHRASE",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AZURE_STORAGE_KEY",
    "AZURE_STORAGE_SAS_TOKEN",
    "GOOGLE_CREDENTIALS",
];

runStep("Sign in", () => {
    const given = SECRETS.filter((name) => (process.env[name] ?? "") !== "");
    for (const name of given) {
        exportVariable(name, process.env[name] ?? "");
    }
    console.log(`Set: ${given.length === 0 ? "none" : given.join(", ")}`);
});
