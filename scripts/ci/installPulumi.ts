/**
 * `npx tsx scripts/ci/installPulumi.ts`: puts the pinned release of the Pulumi CLI on the PATH of the
 * steps that follow, unless it is there already. Reads `PULUMI_RELEASES_URL` (a mirror of GitHub's
 * releases) and `RUNNER_TEMP`.
 */
import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { promisify } from "node:util";

import { installRelease } from "./installRelease";
import { PULUMI } from "./pulumiRelease";
import { addPath, runStep } from "./runner";

const execute = promisify(execFile);

runStep("Pulumi CLI", async () => {
    const { version } = PULUMI;
    if ((await versionOnPath()) === version) {
        console.log(`pulumi ${version} is there.`);
        return;
    }
    const directory = await installRelease(
        {
            ...PULUMI,
            platform: `${process.platform}-${process.arch}`,
            releases: process.env.PULUMI_RELEASES_URL || PULUMI.releases,
        },
        process.env.RUNNER_TEMP || tmpdir(),
    );
    addPath(directory);
    console.log(`pulumi ${version} is in ${directory}.`);
});

/** Nothing if there is no pulumi, or none that runs. */
async function versionOnPath(): Promise<string | undefined> {
    try {
        const { stdout } = await execute("pulumi", ["version"]);
        return stdout.trim().replace(/^v/, "");
    } catch {
        return undefined;
    }
}
