import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";

import { seriesOf } from "../../bench/loop/result";
import { STEPS } from "../../bench/loop/steps";
import { loopSection } from "../../bench/report/loopSection";
import { plot } from "../../bench/report/plot";
import { benchmarks, replaceSection } from "../../bench/report/render";
import { stackSection } from "../../bench/report/stackSection";
import { hopTable, stepMarkdown } from "../../bench/report/tables";
import { markdownTable, seconds } from "../../bench/report/text";
import { figure } from "../../bench/stack/result";
import { push, result } from "./results";

const ROOT = path.resolve(__dirname, "..", "..");

describe("the report of the benchmarks", () => {
    it("shows seconds with as many digits as are of use", () => {
        assert.deepEqual([3.444, 38.15, 146.7].map(seconds), ["3.44 s", "38.1 s", "147 s"]);
    });

    it("aligns numbers to the right, and widens columns as the formatter does", () => {
        assert.deepEqual(
            markdownTable(
                ["hop", "p95"],
                [
                    ["a long one", "1 s"],
                    ["b", "12.5 s"],
                ],
            ),
            [
                "| hop        |    p95 |",
                "| ---------- | -----: |",
                "| a long one |    1 s |",
                "| b          | 12.5 s |",
            ],
        );
    });

    it("sums pushes up by installation and hop", () => {
        const { ours } = result();
        assert.deepEqual(hopTable({ webhook: ours.webhook }), [
            "                      pushes     min  median     p95",
            "with webhooks: total       3  3.00 s  3.00 s  5.00 s",
            "push → commit                 0.50 s  1.00 s  1.00 s",
            "commit → sync                 1.00 s  1.00 s  2.00 s",
            "sync → ready                  1.00 s  1.50 s  2.00 s",
        ]);
    });

    it("shows a step where it was seen, and a dash where not", () => {
        const { ours, ...rest } = result();
        const blind = { ...push(30, 15, 2), steps: {} };
        const polling = seriesOf([blind], STEPS, ours.polling.polls);
        const lines = stepMarkdown({ ...rest, ours: { ...ours, polling } });
        const cells = (line = "") => line.split("|").map((cell) => cell.trim());
        assert.deepEqual(cells(lines[2]).slice(1, 5), [
            "**push → commit**",
            "**1.00 s**",
            "**30.0 s**",
            "**100 s**",
        ]);
        assert.deepEqual(cells(lines[3]).slice(2, 5), ["0.50 s", "–", "50.0 s"]);
    });

    it("says how many times as quick webhooks are", () => {
        const text = loopSection(result()).join("\n");
        assert.match(text, /after \*\*3\.00 s\*\*: 51 times as quick/);
        assert.match(text, /Measured 2026-01-02 on 2 cores \(A Processor\)/);
    });

    it("says what is aimed at, and shows the demos that were measured", () => {
        const machine = { cores: 2, model: "A Processor", memoryGiB: 8, loadBefore: 0.5 };
        const figures = [figure("pulumi up, no changes", [7, 8, 9]), figure("something", [1])];
        const demo = {
            at: "2026-01-02T03:04:05.678Z",
            machine,
            start: "warm",
            seconds: 200,
        } as const;
        const lines = stackSection({ at: demo.at, machine, memoryMiB: 1999.6, figures }, [demo]);
        const rows = lines.slice(2, 5).map((line) => line.split("|").map((cell) => cell.trim()));
        assert.deepEqual(rows, [
            ["", "pulumi up, no changes", "3", "7.00 s", "8.00 s", "9.00 s", "10 s", ""],
            ["", "something", "1", "1.00 s", "1.00 s", "1.00 s", "", ""],
            ["", "npm run demo, everything built", "1", "200 s", "200 s", "200 s", "4 min", ""],
        ]);
        assert.match(
            lines.join("\n"),
            /2000 MiB of memory; 3000 are the aim\.\nnpm run demo, everything built: 2026-01-02, at a load average of 0\.5\./,
        );
    });

    it("draws a dot for each push and a bar for each median", () => {
        const svg = plot(result());
        assert.equal(svg.match(/<circle /g)?.length, 6);
        assert.equal(svg.match(/stroke-width="3"/g)?.length, 3);
        assert.match(svg, /font-weight="bold">3\.00 s</);
        assert.match(svg, /font-weight="bold">153 s</);
        const across = [...svg.matchAll(/cx="([\d.]+)"/g)].map(([, cx]) => Number(cx));
        assert.ok(across.every((cx) => cx >= 170 && cx <= 730));
        // The slower, the further to the right.
        assert.ok((across[0] ?? 0) < (across[3] ?? 0) && (across[3] ?? 0) < (across[5] ?? 0));
    });

    it("replaces what is between two marks, and misses a mark by name", () => {
        const text = "a\n<!-- loop: made -->\n\nold\n\n<!-- end of loop -->\nb\n";
        assert.equal(
            replaceSection(text, "loop", ["$& new"]),
            "a\n<!-- loop: made -->\n\n$& new\n\n<!-- end of loop -->\nb\n",
        );
        assert.throws(() => replaceSection(text, "stack", []), /<!-- stack: … -->/);
    });

    it("is what docs/benchmarks.md and its plot show, of the newest results", async () => {
        const made = await benchmarks(ROOT);
        const read = (name: string) => fs.readFileSync(path.join(ROOT, "docs", name), "utf8");
        const renew = "npm run bench -- render";
        assert.equal(read("benchmarks.md"), made.document, renew);
        assert.equal(read("benchmarks.svg"), made.plot, renew);
    });
});
