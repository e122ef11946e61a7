/**
 * `npx tsx scripts/ci/signIn.ts`: hands what is set of these secrets to the steps that follow, so that
 * what is not set hides nothing that a cloud's own sign-in brings. Comes after the packages are
 * installed, whose scripts get none of it, and after the actions that sign in to clouds.
 */
import { BACKEND_SECRETS } from "./backendSecrets";
import { exportVariable, runStep } from "./runner";

runStep("Sign in", () => {
    const given = BACKEND_SECRETS.filter((name) => (process.env[name] ?? "") !== "");
    for (const name of given) {
        exportVariable(name, process.env[name] ?? "");
    }
    console.log(`Set: ${given.length === 0 ? "none" : given.join(", ")}`);
});
