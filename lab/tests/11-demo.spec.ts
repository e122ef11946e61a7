import assert from "node:assert/strict";
import * as fs from "node:fs/promises";
import * as path from "node:path";

import { LabStack, type Operation } from "../engine/labStack";
import { UNSET } from "../engine/settings";
import { cloneRepository, type Lab, openLab } from "../loop/lab";
import type { WorkingCopy } from "../loop/workingCopy";
import { run } from "../processes/run";
import { lengthsIn } from "../secrecy/files";
import { generatedSecrets } from "../secrecy/generatedSecrets";
import { type Place, Search, type Secret } from "../secrecy/search";
import { kubeconfigSecret, madeUpSecret, tokenSecret } from "./credentials/canaries";
import { clusterAndGit, engineAndLogs, missingLogs, renderedFiles } from "./credentials/everyPlace";
import { isFullRun, partsOfRun } from "./support/parts";
import { assertSame, type Snapshot, takeSnapshot } from "./support/snapshot";
import { stepsOfOneStory } from "./support/steps";

const DEMO = path.join(__dirname, "../demo/inside.ts");

/** It waits for pods and polls of its own accord, and says so when it has waited too long. */
const DEMO_MILLISECONDS = 15 * 60_000;

// It takes as long as the demo does.
if (isFullRun()) {
    /** `npm run demo -- --keep` in this lab, and a search through all that it leaves behind. */
    describe("the demo", () => {
        const step = stepsOfOneStory();

        let lab: Lab;
        let nothing: Snapshot;
        let stacks: { readonly dev: LabStack; readonly prod: LabStack };
        let copy: WorkingCopy;
        let secrets: Secret[];
        let story: Parameters<typeof engineAndLogs>[0];
        const said: Place[] = [];

        step("runs to its end, and leaves everything up", async function () {
            this.timeout(DEMO_MILLISECONDS);
            const opened = await openLab(partsOfRun(), "demo-search");
            const directory = path.join(opened.paths.run, "demo");
            // What it makes for itself.
            lab = {
                ...opened,
                program: path.join(directory, "program"),
                home: { ...opened.home, directory: path.join(directory, "engine") },
            };
            nothing = await takeSnapshot(lab);
            story = { lab, said, logs: await lengthsIn(lab.paths.logs) };
            const { stdout, stderr } = await run(
                process.execPath,
                ["--import", "tsx", DEMO, "--parts", lab.parts, "--keep"],
                { cwd: lab.paths.project },
            );
            said.push({ name: "output of demo", content: Buffer.from(stdout + stderr) });
            assert.match(stdout, /It is left up/);
        });

        step("leaves no secret but in the Secrets that are for it", async () => {
            stacks = { dev: await stackOfDemo("dev"), prod: await stackOfDemo("prod") };
            copy = await cloneRepository(lab, "demo-search/working-copy");
            secrets = await secretsOfDemo();
            const search = new Search(secrets);
            const inCluster = await clusterAndGit(lab, copy);
            assert.deepEqual(search.absences(inCluster), []);
            const elsewhere = [
                ...(await engineAndLogs(story)),
                ...(await renderedFiles(lab, "dev")),
                ...(await renderedFiles(lab, "prod")),
            ];
            assert.deepEqual(search.leaks([...inCluster, ...elsewhere]), []);
            assert.deepEqual(missingLogs([...inCluster, ...elsewhere]), []);
            // What is no secret is found.
            const control = new Search([{ name: "control", value: "letsgo-app", intended: [] }]);
            const found = control.hits(elsewhere).map(({ place }) => place);
            assert.ok(found.includes("output of demo"), found.join("\n"));
        });

        step("nor does taking it away", async () => {
            const { dev, prod } = stacks;
            hear("destroy of prod", await prod.destroy());
            await dev.configure({ usedBy: UNSET });
            hear("up without usedBy", await dev.up());
            hear("destroy of dev", await dev.destroy());
            assertSame(nothing, await takeSnapshot(lab));
            assert.deepEqual(new Search(abandoned(secrets)).leaks(await engineAndLogs(story)), []);
        });

        /** With the configuration that the demo gave it. */
        function stackOfDemo(name: string): Promise<LabStack> {
            const { program: directory, home } = lab;
            return LabStack.open({ name, directory, home, config: {} });
        }

        async function secretsOfDemo(): Promise<Secret[]> {
            const madeUp = Object.values(stacks).map(async (stack) =>
                generatedSecrets(await stack.state()).map((secret) => ({
                    ...madeUpSecret(secret, true, `letsgo-app-${stack.name}`),
                    name: `${stack.name}: ${secret.resource} ${secret.property}`,
                })),
            );
            return [
                tokenSecret(await tokenOfDemo(), 0),
                kubeconfigSecret(lab.settings["kubeconfig"]?.value ?? ""),
                ...(await Promise.all(madeUp)).flat(),
            ];
        }

        /** It writes the token down for the `git clone` that it suggests. */
        async function tokenOfDemo(): Promise<string> {
            const file = path.join(lab.paths.run, "git-credentials");
            return new URL((await fs.readFile(file, "utf8")).trim()).password;
        }

        function hear(what: string, operation: Operation): void {
            said.push({ name: `output of ${what}`, content: Buffer.from(operation.printed) });
        }
    });
}

/** Secrets that belong nowhere any more. */
function abandoned(secrets: readonly Secret[]): Secret[] {
    return secrets.map((secret) => ({ ...secret, intended: [] }));
}
