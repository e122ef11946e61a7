import assert from "node:assert/strict";
import * as fs from "node:fs/promises";
import * as path from "node:path";

import { LiveLines } from "../demo/liveLines";
import { Report } from "../demo/report";
import { type Stacks, takeAway } from "../demo/scenario";
import { LabStack } from "../engine/labStack";
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
const DEMO_MILLISECONDS = 25 * 60_000;

/** What `Place.keeps` has said. */
const KEPT =
    /^\[.*\] {3}(\w+): the updater has looked, and (keeps \w+ \S+) in Git and (in .* pods?: .*)$/;

const SECOND_UP = /^\[.*\] pulumi up -s dev, again: done in /;

const DONE = /^\[.*\] pulumi (.*): done in [\d.]+ s$/;

const REFUSED = /^\[.*\] {3}refused: resource "\S+::used-by-prod" cannot be deleted/;

// It takes as long as the demo does.
if (isFullRun()) {
    /** `npm run demo -- --keep` in this lab, and a search through all that it leaves behind. */
    describe("the demo", () => {
        const step = stepsOfOneStory();

        let lab: Lab;
        let nothing: Snapshot;
        let stacks: Stacks;
        let copy: WorkingCopy;
        let secrets: Secret[];
        let story: Parameters<typeof engineAndLogs>[0];
        const said: Place[] = [];
        /** Lines that the demo has shown. */
        let shown: readonly string[];

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
            shown = stdout.split("\n");
            assert.ok(
                shown.some((line) => line.startsWith("It is left up.")),
                stdout,
            );
        });

        step("has shown each build reach the environment it is for, hop by hop", () => {
            // Of two that were pushed at once either may come first.
            assert.deepEqual(buildsInTable(shown).toSorted(), [
                "dev: backend dev-…",
                "dev: backend dev-…",
                "dev: frontend dev-…",
                "prod: backend v1.0.0",
                "prod: backend v1.0.1",
                "prod: frontend v1.0.0",
            ]);
            return Promise.resolve();
        });

        step("has shown what passed an environment by, and a second up of nothing", () => {
            assert.deepEqual(saying(shown, KEPT), [
                "prod keeps backend v1.0.0 in 3 pods: builds of the branch are dev's",
                "dev keeps backend dev-… in one pod: releases are staging's and prod's",
                "prod keeps backend v1.0.1 in 3 pods: it is pinned",
            ]);
            // It fails if anything was changed.
            assert.equal(shown.filter((line) => SECOND_UP.test(line)).length, 1);
            return Promise.resolve();
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

        step("takes it away, dev last, and leaves nothing, nor a secret", async function () {
            this.timeout(DEMO_MILLISECONDS);
            let text = "";
            const output = new LiveLines({ write: (more) => (text += more) });
            await takeAway(new Report(output), stacks);
            const lines = text.trimEnd().split("\n");
            said.push({ name: "end of demo", content: Buffer.from(text) });
            assert.deepEqual(saying(lines, DONE), [
                "destroy -s dev, while prod uses it",
                "destroy -s prod",
                "up -s dev without usedBy",
                "destroy -s dev",
            ]);
            assert.equal(lines.filter((line) => REFUSED.test(line)).length, 1, lines.join("\n"));
            assertSame(nothing, await takeSnapshot(lab));
            assert.deepEqual(new Search(abandoned(secrets)).leaks(await engineAndLogs(story)), []);
        });

        /** With the configuration that the demo gave it. */
        function stackOfDemo(name: string): Promise<LabStack> {
            const { program: directory, home } = lab;
            return LabStack.open({ name, directory, home, config: {} });
        }

        async function secretsOfDemo(): Promise<Secret[]> {
            const madeUp = [stacks.dev, stacks.prod].map(async (stack) =>
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
    });
}

/** Secrets that belong nowhere any more. */
function abandoned(secrets: readonly Secret[]): Secret[] {
    return secrets.map((secret) => ({ ...secret, intended: [] }));
}

/** Rows of the table of hops, each of which has a time in every column. */
function buildsInTable(lines: readonly string[]): string[] {
    const head = lines.findIndex((line) =>
        /^build +committed +synced +rolled out +in all$/.test(line),
    );
    assert.ok(head >= 0, lines.join("\n"));
    const rows = lines.slice(head + 1);
    const end = rows.indexOf("");
    return rows.slice(0, end).map((row) => {
        const [, build] = /^(\w+: \w+ \S+)( +[\d.]+ s){4}$/.exec(row) ?? assert.fail(row);
        return withoutTime(build ?? "");
    });
}

/** What the pattern has captured in those lines that it fits. */
function saying(lines: readonly string[], pattern: RegExp): string[] {
    return lines
        .map((line) => pattern.exec(line))
        .filter((match) => match !== null)
        .map(([, ...parts]) => withoutTime(parts.join(" ")));
}

/** Builds of the branch are of this very moment. */
function withoutTime(text: string): string {
    return text.replace(/\bdev-\d{14}-[0-9a-f]{7}\b/, "dev-…");
}
