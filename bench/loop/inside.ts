/** The measurements of the loop, made inside the lab: see ../main.ts. */
import { parseArgs } from "node:util";

import { cloneRepository, type Lab, openLab, openStack, watch } from "../../lab/loop/lab";
import { setReplicasOfDev } from "../../lab/loop/replicas";
import {
    ARGO_CD_VERSION,
    IMAGE_UPDATER_VERSION,
    KUBERNETES_VERSION,
} from "../../lab/tools/toolTable";
import { thisMachine } from "../machine";
import { renderBenchmarks } from "../report/render";
import { hopTable } from "../report/tables";
import { writeResult } from "../writeResult";
import { type Installation, INSTALLATION_TITLES, INSTALLATIONS } from "./hops";
import { useInstallation } from "./installations";
import { APPLICATION, measure } from "./measure";
import { Observer } from "./observer";
import type { LoopResult, Series } from "./result";
import { pushStaged, type StagedBuild, stageBuild } from "./stagedBuilds";

async function main(): Promise<void> {
    const { values } = parseArgs({
        options: {
            webhook: { type: "string", default: "20" },
            polling: { type: "string", default: "5" },
            default: { type: "string", default: "5" },
            replicas: { type: "string", default: "2" },
            "load-before": { type: "string", default: "0" },
        },
    });
    const lab = await openLab("lab", "bench");
    const stack = await openStack(lab, "dev");
    // dev's own are one pod, and the last hop is longer with several.
    await setReplicasOfDev(lab, Number(values.replicas));
    const builds: StagedBuild[] = [];
    const measured: Partial<Record<Installation, Series>> = {};
    let replicas = 0;
    let differences: string[] = [];
    for (const name of INSTALLATIONS) {
        const pushes = Number(values[name]);
        if (pushes > 0) {
            console.log(`${INSTALLATION_TITLES[name]}: installing`);
            differences = await useInstallation(name, lab, stack);
            if (builds.length === 0) {
                const total = INSTALLATIONS.reduce((sum, one) => sum + Number(values[one]), 0);
                builds.push(...(await firstBuilds(lab, total)));
            }
            console.log("  push → commit → sync → ready, total, in seconds");
            const { series, ...seen } = await measure(lab, name, builds.splice(0, pushes));
            measured[name] = series;
            replicas = seen.replicas;
        }
    }
    console.log(["", ...hopTable(measured), ""].join("\n"));
    const { webhook, polling, default: upstream } = measured;
    if (webhook && polling && upstream) {
        await write(lab, {
            at: new Date().toISOString(),
            machine: thisMachine(Number(values["load-before"])),
            versions: {
                argoCd: ARGO_CD_VERSION,
                imageUpdater: IMAGE_UPDATER_VERSION,
                kubernetes: KUBERNETES_VERSION,
            },
            replicas,
            ours: { webhook, polling },
            default: { ...upstream, differences },
        });
    } else {
        console.log("Nothing is written: that takes pushes on all three installations.");
    }
}

/** Brings the environment to life, and stages what will be pushed to it. */
async function firstBuilds(lab: Lab, count: number): Promise<StagedBuild[]> {
    const copy = await cloneRepository(lab, "bench/working-copy");
    const watched = watch(lab, "dev", "development");
    const staged: StagedBuild[] = [];
    for (let number = 1; number <= count; number += 1) {
        staged.push(await stageBuild(copy, APPLICATION, String(number)));
    }
    for (const name of ["frontend", APPLICATION]) {
        const first = await stageBuild(copy, name, "first");
        const observer = Observer.start(lab, watched, name, first.image);
        try {
            await observer.follow(await pushStaged(first));
        } finally {
            observer.stop();
        }
    }
    return staged;
}

async function write(lab: Lab, result: LoopResult): Promise<void> {
    const name = `loop-${result.at.slice(0, 16).replace(/[-:]/g, "")}.json`;
    await writeResult(lab.paths.project, name, result);
    await renderBenchmarks(lab.paths.project);
    console.log(`bench/results/${name}, docs/benchmarks.md and docs/benchmarks.svg are written.`);
}

main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
});
