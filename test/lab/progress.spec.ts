import assert from "node:assert/strict";
import { describeRow, Progress } from "../../lab/progress";

class Output {
    text = "";
    constructor(readonly isTTY: boolean) {}
    write(text: string): void {
        this.text += text;
    }
}

describe("lab/progress", () => {
    it("describes a step with its elapsed and its usual time", () => {
        const row = { name: "helm", expectedSeconds: 75, detail: "go: downloading x" };
        assert.equal(
            describeRow({ ...row, state: "running", startedAt: 1000 }, 13_500),
            "helm                       running  12.5 s (about 75 s) go: downloading x",
        );
        assert.equal(
            describeRow({ name: "helm", state: "waiting", expectedSeconds: 75 }, 0),
            "helm                       waiting  (about 75 s)",
        );
    });

    it("leaves the usual time out when the step is done, and stops the clock", () => {
        const row = { name: "helm", state: "done" as const, expectedSeconds: 75 };
        assert.equal(
            describeRow({ ...row, startedAt: 0, endedAt: 2000 }, 99_000),
            "helm                       done     2.0 s",
        );
    });

    it("writes one line a change where there is no terminal", () => {
        const output = new Output(false);
        const progress = new Progress("tools", output);
        progress.waiting("helm", 75);
        progress.running("helm");
        progress.detail("helm", "not shown");
        progress.done("helm", "cached");
        progress.close();
        assert.match(
            output.text,
            /^tools: helm +running +0\.0 s \(about 75 s\)\ntools: helm +done +0\.0 s cached\n$/,
        );
    });

    it("draws over its own lines in a terminal", () => {
        const output = new Output(true);
        const progress = new Progress("tools", output);
        progress.waiting("helm");
        progress.waiting("kustomize");
        progress.close();
        // The third drawing goes up over title and two steps.
        assert.ok(output.text.includes("\u001b[3A\u001b[2Ktools\n"), JSON.stringify(output.text));
    });
});
