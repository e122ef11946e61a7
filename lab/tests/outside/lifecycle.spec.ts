import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { labPaths } from "../../paths";
import { recordedServices } from "../../processes/services";
import { waitFor } from "../../wait";
import { stepsOfOneStory } from "../support/steps";
import { lab, ownLab, Program, servicePids, status } from "./ownLab";
import { seeTraces, type Traces } from "./traces";

/** One life of a lab, by the commands that its users have; none of it runs inside a lab. */
describe("a lab that is started, broken, interrupted and taken down", () => {
    const step = stepsOfOneStory();
    const name = ownLab();
    const paths = labPaths({ ...process.env, IMAGE_DRIFT_LAB: name });

    let nothing: Traces;
    let pids: Record<string, number>;

    step("is not there before", async () => {
        await lab("down");
        nothing = await seeTraces(name);
        assert.deepEqual(nothing.processes, []);
        assert.doesNotMatch(JSON.stringify(nothing), new RegExp(`image-drift-lab-${name}\\b`));
        assert.equal((await status()).state, "down");
    });

    step("an up that is killed half-way is gone on with by the next", async () => {
        const killed = new Program("lab/main.ts", ["up"]);
        const begun = await waitFor(
            () => {
                const started = recordedServices(paths);
                return started.length >= 2
                    ? { met: true, value: started.map(({ pid }) => pid) }
                    : { met: false, state: `${started.length} services: ${killed.printed}` };
            },
            { what: "half a lab", deadlineSeconds: 200, intervalMilliseconds: 20 },
        );
        killed.kill();
        assert.equal(await killed.ended, "SIGKILL");
        await lab("up");
        assert.equal((await status()).state, "up");
        pids = await servicePids();
        assert.ok(begun.length < Object.keys(pids).length);
        assert.ok(begun.every((pid) => Object.values(pids).includes(pid)));
    });

    step("a second up starts nothing again", async () => {
        await lab("up");
        assert.deepEqual(await servicePids(), pids);
    });

    step("a service that was killed is started by up, and no other", async () => {
        const { "kube-scheduler": killed = assert.fail(), ...others } = pids;
        process.kill(killed, "SIGKILL");
        const { state, services } = await status();
        assert.equal(state, "partly");
        const still = services.filter(({ running }) => !running).map((service) => service.name);
        assert.deepEqual(still, ["kube-scheduler"]);
        await lab("up");
        const { "kube-scheduler": started, ...same } = await servicePids();
        assert.notEqual(started, killed);
        assert.deepEqual(same, others);
        assert.equal((await status()).state, "up");
    });

    step("Ctrl-C, while something goes on in it, takes it down", async () => {
        assert.notDeepEqual(await seeTraces(name), nothing);
        const demo = new Program("lab/tests/outside/demoLike.ts");
        await waitFor(
            () =>
                demo.printed.includes("at work")
                    ? { met: true, value: undefined }
                    : { met: false, state: demo.printed },
            { what: "the program in the lab to begin", deadlineSeconds: 200 },
        );
        demo.interrupt();
        assert.equal(await demo.ended, 130, demo.printed);
        assert.match(demo.printed, /SIGINT: taking the lab down; .*\nThe lab is down \([\d.]+ s\)/);
        assert.equal((await status()).state, "down");
        assert.deepEqual(await seeTraces(name), nothing);
    });

    step("down does nothing where there is nothing", async () => {
        assert.match(await lab("down"), /^the lab is down/);
        assert.deepEqual(await seeTraces(name), nothing);
        assert.deepEqual(fs.readdirSync(paths.lab), ["logs"]);
    });

    step("up --no-install names a missing package, and starts nothing", async () => {
        const programs = fs.mkdtempSync(path.join(os.tmpdir(), "image-drift-programs-"));
        try {
            linkAllBut("skopeo", programs);
            const up = new Program("lab/main.ts", ["up", "--no-install"], { PATH: programs });
            assert.equal(await up.ended, 1, up.printed);
            assert.match(up.printed, /missing Debian packages: skopeo \(--no-install\)/);
            assert.match(up.printed, /\n {2}apt-get update && apt-get install .* skopeo\n/);
        } finally {
            fs.rmSync(programs, { recursive: true });
        }
        assert.deepEqual(await seeTraces(name), nothing);
        fs.rmSync(paths.lab, { recursive: true });
    });
});

/** Fills a directory with all programs of PATH but one. */
function linkAllBut(missing: string, directory: string): void {
    for (const from of (process.env.PATH ?? "").split(":").filter((part) => fs.existsSync(part))) {
        for (const program of fs.readdirSync(from)) {
            const link = path.join(directory, program);
            if (program !== missing && !fs.existsSync(link)) {
                fs.symlinkSync(path.join(from, program), link);
            }
        }
    }
}
