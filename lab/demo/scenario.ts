import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import * as os from "node:os";
import * as path from "node:path";

import { type LabStack, unchanged } from "../engine/labStack";
import { json, REPOSITORY, UNSET, webhookSettings } from "../engine/settings";
import { cloneRepository, type Lab, openJoiningStack, openStack } from "../loop/lab";
import { lookAround, printed } from "./lookAround";
import { Place, pushed } from "./place";
import { waitingFor } from "./progress";
import { refusal } from "./refusal";
import { Report } from "./report";

/**
 * The main job, end to end: install two environments, watch builds reach the one they are for and
 * pass the other, hold a version, take everything away again.
 *
 * @param keep leaves everything as it is at the end, and says how to look around
 */
export async function runDemo(lab: Lab, keep: boolean): Promise<void> {
    const report = new Report();
    const stacks = await report.step("stacks for dev and prod", async () => ({
        dev: await openStack(lab, "dev", { ...webhookSettings(), usedBy: json(["prod"]) }),
        prod: await openJoiningStack(lab, "prod"),
    }));
    await install(lab, report, stacks);
    if (keep) {
        const clone = path.join(os.tmpdir(), `${REPOSITORY}-${randomBytes(3).toString("hex")}`);
        const left = { stacks: Object.keys(stacks), hasIngress: true };
        console.log(printed(await lookAround(lab, left, clone)).join("\n"));
    } else {
        await takeAway(report, stacks);
    }
    console.log(["", ...report.summary(), ""].join("\n"));
}

/** Both environments of the demo. */
export interface Stacks {
    readonly dev: LabStack;
    readonly prod: LabStack;
}

async function install(lab: Lab, report: Report, stacks: Stacks): Promise<void> {
    const dev = new Place(lab, report, "dev", "development");
    const prod = new Place(lab, report, "prod", "production");
    await up(report, stacks.dev);
    const copy = await cloneRepository(lab, "demo/working-copy");
    const push = (name: string, tag?: string) => pushed(report, copy, name, tag);

    const builds = [await push("backend"), await push("frontend")];
    await Promise.all(builds.map((build) => dev.receives(build)));
    await up(report, stacks.prod);
    const releases = [await push("backend", "v1.0.0"), await push("frontend", "v1.0.0")];
    await Promise.all(releases.map((release) => prod.receives(release)));

    await prod.keeps("backend", "builds of the branch are dev's", async () => {
        await report.step("a developer pushes a change of the backend", () =>
            copy.push(
                "Say hello differently",
                (text) => `${text}// A change.\n`,
                "apps/backend/answer.go",
            ),
        );
        return dev.receives(await push("backend"));
    });
    await dev.keeps("backend", "releases are staging's and prod's", async () => {
        return prod.receives(await push("backend", "v1.0.1"));
    });
    await stacks.prod.configure({ pin: json({ backend: "v1.0.1" }) });
    await up(report, stacks.prod, "with the backend pinned to v1.0.1");
    await prod.keeps("backend", "it is pinned", () => push("backend", "v1.0.2"));

    const again = await report.step("pulumi up -s dev, again", () => stacks.dev.up());
    assert.ok(unchanged(again.changes), `the second up changed something:\n${again.printed}`);
}

/** The demo's end. Prod goes first: what it uses is dev's. */
export async function takeAway(report: Report, { dev, prod }: Stacks): Promise<void> {
    await report.step("pulumi destroy -s dev, while prod uses it", async () => {
        report.say(`  refused: ${await refusal(dev)}`);
    });
    await report.step("pulumi destroy -s prod", () => prod.destroy());
    await dev.configure({ usedBy: UNSET });
    await up(report, dev, "without usedBy");
    await report.step("pulumi destroy -s dev", () => dev.destroy());
}

function up(report: Report, stack: LabStack, how = ""): Promise<unknown> {
    return report.step(["pulumi up -s", stack.name, how].join(" ").trim(), () =>
        stack.up({
            onEvent: waitingFor((line) => {
                report.say(`  ${line}`);
            }),
        }),
    );
}
