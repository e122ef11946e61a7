import assert from "node:assert/strict";

import { unchanged } from "../engine/labStack";
import { buildAndPush, type IdentifiedBuild } from "../loop/build";
import { followBuild } from "../loop/hops";
import { awaitBuild } from "../loop/http";
import { cloneRepository, imageOf, type Lab, openStack, watch } from "../loop/lab";
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
        lookAround(lab).forEach((line) => {
            console.log(line);
        });
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

function lookAround(lab: Lab): string[] {
    return [
        "",
        "It is left up. To look around:",
        "  npm run lab -- exec kubectl get applications,imageupdaters -n argocd",
        "  npm run lab -- exec kubectl -n letsgo-app-dev get pods",
        "  npm run lab -- exec kubectl -n argocd get secret argocd-initial-admin-secret -o jsonpath='{.data.password}' | base64 -d",
        `  npm run lab -- exec git -c http.extraHeader="Authorization: Bearer $(…)" clone https://git.lab/${lab.repository.fullName}.git`,
        "  npm run lab -- down      (when you have seen enough)",
    ];
}
