import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";

import { downCommand, untilInterrupted } from "../../lab/interrupt";
import { waitFor } from "../../lab/wait";

/** interruptedWork.ts as a process of its own, and what it has printed so far. */
class Work {
    printed = "";
    readonly ended: Promise<unknown[]>;
    private readonly child: ChildProcess;

    constructor(...words: string[]) {
        const program = path.join(__dirname, "interruptedWork.ts");
        this.child = spawn(process.execPath, ["--import", "tsx", program, ...words], {
            stdio: ["ignore", "pipe", "inherit"],
            env: { ...process.env, IMAGE_DRIFT_LAB: "one", IMAGE_DRIFT_HOME: "/home/lab" },
        });
        this.child.stdout?.on("data", (data: Buffer) => {
            this.printed += data.toString();
        });
        this.ended = once(this.child, "close");
    }

    async prints(text: string): Promise<void> {
        await waitFor(
            () =>
                this.printed.includes(text)
                    ? { met: true, value: undefined }
                    : { met: false, state: this.printed },
            { what: `the work to print "${text}"`, deadlineSeconds: 50 },
        );
    }

    kill(signal: NodeJS.Signals): void {
        this.child.kill(signal);
    }
}

const COMMAND = "IMAGE_DRIFT_HOME=/home/lab IMAGE_DRIFT_LAB=one npm run lab -- down";

describe("lab/interrupt", function () {
    // Node's start counts, on whatever else the machine does.
    this.timeout(60_000);

    for (const [signal, code] of [
        ["SIGINT", 130],
        ["SIGTERM", 143],
    ] as const) {
        it(`on ${signal} ends the work, takes the lab down and exits with ${code}`, async () => {
            const work = new Work();
            await work.prints("at work");
            work.kill(signal);
            assert.deepEqual(await work.ended, [code, null]);
            assert.deepEqual(work.printed.trim().split("\n"), [
                "at work",
                `${signal}: taking the lab down; Ctrl-C gives up …`,
                "let go",
                "going down",
                "The lab is down (1.5 s).",
            ]);
        });
    }

    it("takes the same press for one, a later one for the end, and says what is left to do", async () => {
        const work = new Work("stuck");
        await work.prints("at work");
        work.kill("SIGINT");
        work.kill("SIGINT");
        await work.prints("going down");
        assert.doesNotMatch(work.printed, /given up/);
        // Every press within the first second counts for nothing.
        const presses = setInterval(() => {
            work.kill("SIGINT");
        }, 100);
        try {
            assert.deepEqual(await work.ended, [130, null]);
        } finally {
            clearInterval(presses);
        }
        const last = work.printed.trim().split("\n").slice(-2);
        assert.deepEqual(last, [
            "SIGINT: given up. What is left of the lab goes with:",
            `  ${COMMAND}`,
        ]);
    });

    it("leaves a lab that is to be kept, and says how to take it down", async () => {
        const work = new Work("keep");
        await work.prints("at work");
        work.kill("SIGINT");
        assert.deepEqual(await work.ended, [130, null]);
        assert.doesNotMatch(work.printed, /going down/);
        assert.ok(work.printed.trim().endsWith(COMMAND), work.printed);
    });

    it("hands on what the work gives or throws, and listens no longer", async () => {
        const listeners = () => process.listenerCount("SIGINT") + process.listenerCount("SIGTERM");
        const before = listeners();
        assert.equal(await untilInterrupted(() => Promise.resolve(7)), 7);
        const failing = untilInterrupted(() => Promise.reject(new Error("broken")));
        await assert.rejects(failing, /^Error: broken$/);
        assert.equal(listeners(), before);
    });

    it("names the lab's command without what is not set", () => {
        assert.equal(downCommand({ IMAGE_DRIFT_LAB: "" }), "npm run lab -- down");
    });
});
