import assert from "node:assert/strict";

import { LiveLines } from "../../../lab/demo/liveLines";

class Output {
    text = "";
    columns: number | undefined;
    constructor(readonly isTTY: boolean) {}
    write(text: string): void {
        this.text += text;
    }
    /** What a terminal shows: of each line what was written after it was erased last. */
    get shown(): string[] {
        return this.text.split("\n").map((line) => line.split("\r\u001b[2K").at(-1) ?? "");
    }
}

describe("the demo's live line", () => {
    it("is below the lines that stay, and says what goes on, the newest first", async () => {
        const output = new Output(true);
        const lines = new LiveLines(output);
        await lines.during("pulumi up -s dev", async () => {
            lines.print("create Namespace argocd");
            await lines.during("backend on its way", () => {
                assert.deepEqual(output.shown, [
                    "create Namespace argocd",
                    "backend on its way: 0 s · pulumi up -s dev: 0 s",
                ]);
                return Promise.resolve();
            });
            assert.equal(output.shown.at(-1), "pulumi up -s dev: 0 s");
        });
        assert.deepEqual(output.shown, ["create Namespace argocd", ""]);
    });

    it("goes when what it was about has failed", async () => {
        const output = new Output(true);
        const failing = new LiveLines(output).during("x", () => Promise.reject(new Error("no")));
        await assert.rejects(failing, /^Error: no$/);
        assert.deepEqual(output.shown, [""]);
    });

    it("is no longer than the terminal is wide, less one column", async () => {
        const output = new Output(true);
        output.columns = 10;
        await new LiveLines(output).during("a long description", () => {
            assert.deepEqual(output.shown, ["a long de"]);
            return Promise.resolve();
        });
    });

    it("is not there where there is no terminal", async () => {
        const output = new Output(false);
        const lines = new LiveLines(output);
        await lines.during("pulumi up -s dev", () => {
            lines.print("create Namespace argocd");
            return Promise.resolve();
        });
        assert.equal(output.text, "create Namespace argocd\n");
    });
});
