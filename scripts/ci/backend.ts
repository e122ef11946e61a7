/**
 * `npx tsx scripts/ci/backend.ts`: refuses to go on if Pulumi's state would be lost with the runner.
 * Reads `PULUMI_BACKEND_URL`, `PULUMI_ACCESS_TOKEN` and the `Pulumi.yaml` of the working directory;
 * asks nobody.
 */
import { readFileSync } from "node:fs";

import { parse } from "yaml";
import { z } from "zod";

import { backendFault } from "./backendFault";
import { fail, runStep } from "./runner";

const project = z.object({ backend: z.object({ url: z.string().optional() }).optional() });

runStep("Pulumi's backend", () => {
    const { backend } = project.parse(parse(readFileSync("Pulumi.yaml", "utf8")));
    const fault = backendFault({
        environmentUrl: process.env.PULUMI_BACKEND_URL,
        accessToken: process.env.PULUMI_ACCESS_TOKEN,
        projectUrl: backend?.url,
    });
    if (fault !== undefined) {
        fail("Pulumi's backend", fault);
        return;
    }
    console.log("The state is kept outside this runner.");
});
