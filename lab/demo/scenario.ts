import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import * as os from "node:os";
import * as path from "node:path";

import { unchanged } from "../engine/labStack";
import { buildAndPush, type IdentifiedBuild } from "../loop/build";
import { followBuild } from "../loop/hops";
import { awaitBuild } from "../loop/http";
import { cloneRepository, imageOf, type Lab, openStack, watch } from "../loop/lab";
import { REPOSITORY } from "../engine/settings";
import { lookAround, printed } from "./lookAround";
import { waitingFor } from "./progress";
import { Report } from "./report";

/**
 * The main job, end to end: install, build, watch the build reach the pods, build again, prove that
 * the new one answers, take everything away again.
 *
 * @param keep leaves everything as it is at the end, and says how to look around
 */
export async function runDemo(lab: Lab, keep: boolean): Promise<void> {
    const report = new Report();
    const stack = await report.step("a stack for dev", () => openStack(lab, "dev"));
    const watched = watch(lab, "dev", "development");

    await report.step("pulumi up -s dev", () =>
        stack.up({
            onEvent: waitingFor((line) => {
                report.say(`  ${line}`);
            }),
        }),
    );
    const copy = await cloneRepository(lab, "demo/working-copy");
    const build = (name: string) =>
        report.step(`${name}: compiled and in the registry`, () =>
            buildAndPush(copy, name, imageOf(name)),
        );
    const follow = async (pushed: IdentifiedBuild) => {
        await followBuild(watched, pushed, (hop) => {
            report.hop(pushed.name, hop);
        });
        await answers(lab, pushed, report);
    };

    const first = [await build("backend"), await build("frontend")];
    await Promise.all(first.map(follow));

    await report.step("a developer pushes a change of the backend", () =>
        copy.push(
            "Say hello differently",
            (text) => `${text}// A change.\n`,
            "apps/backend/answer.go",
        ),
    );
    await follow(await build("backend"));

    const again = await report.step("pulumi up -s dev, again", () => stack.up());
    assert.ok(unchanged(again.changes), `the second up changed something:\n${again.printed}`);

    if (keep) {
        const clone = path.join(os.tmpdir(), `${REPOSITORY}-${randomBytes(3).toString("hex")}`);
        console.log(printed(await lookAround(lab, clone)).join("\n"));
    } else {
        await report.step("pulumi destroy -s dev", () => stack.destroy());
    }
    console.log(["", ...report.summary(), ""].join("\n"));
}

async function answers(
    lab: Lab,
    { name, buildId }: IdentifiedBuild,
    report: Report,
): Promise<void> {
    await awaitBuild(lab.api, "letsgo-app-dev", name, buildId);
    report.say(`  ${name}: answers with build ${buildId}, the one that was pushed`);
}
