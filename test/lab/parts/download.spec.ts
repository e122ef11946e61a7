import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import * as path from "node:path";

import { DownloadsFailed, downloadParts } from "../../../lab/parts/download";
import { commandLine, isThere, publishedParts } from "../../../lab/parts/published";
import { DOWNLOADS, type FakeTools, fakeTools, SILENT } from "./fakeTools";

describe("lab/parts/download", () => {
    let fake: FakeTools;

    beforeEach(() => {
        fake = fakeTools();
    });

    afterEach(() => {
        fake.remove();
    });

    it("gets what is not there, once", async () => {
        const parts = await publishedParts(fake.paths, fake.tools);
        fake.behave(DOWNLOADS);
        await downloadParts(parts, SILENT);
        assert.ok(parts.every(isThere));
        const asked = fake.asked();
        assert.equal(asked.length, parts.length);

        await downloadParts(parts, SILENT);
        assert.deepEqual(fake.asked(), asked);

        const [, random] = parts;
        assert.ok(random);
        rmSync(path.dirname(random.file), { recursive: true });
        await downloadParts(parts, SILENT);
        const again = fake.asked().filter((line, index, all) => all.indexOf(line) !== index);
        assert.deepEqual(again, [`pulumi ${random.args.join(" ")}`]);
    });

    it("names everything that could not be had, the command, and what it said last", async () => {
        const parts = await publishedParts(fake.paths, fake.tools);
        fake.behave(
            'echo first >&2; for n in 1 2 3; do echo "no such host $n" >&2; done; exit 255',
        );
        await assert.rejects(downloadParts(parts, SILENT), (error: Error) => {
            assert.ok(error instanceof DownloadsFailed);
            assert.equal(error.failures.length, parts.length);
            assert.match(error.message, /^--parts real needs what could not be downloaded/);
            for (const part of parts) {
                const said = [1, 2, 3].map((n) => `      no such host ${n}`).join("\n");
                assert.ok(
                    error.message.includes(`  ${part.name}\n      ${commandLine(part)}\n${said}`),
                    error.message,
                );
            }
            assert.doesNotMatch(error.message, /first/);
            return true;
        });
    });

    it("keeps what it got when something else fails", async () => {
        const parts = await publishedParts(fake.paths, fake.tools);
        fake.behave(`[ $command = pulumi ] || { echo unreachable >&2; exit 1; }\n${DOWNLOADS}`);
        await assert.rejects(downloadParts(parts, SILENT), (error: Error) => {
            assert.ok(error instanceof DownloadsFailed);
            assert.deepEqual(
                error.failures.map(({ part, said }) => `${part.name.split(" ")[0] ?? ""} ${said}`),
                ["chart unreachable", "chart unreachable"],
            );
            return true;
        });
        assert.equal(parts.filter(isThere).length, 3);
    });

    it("does not believe a command that leaves nothing", async () => {
        const parts = await publishedParts(fake.paths, fake.tools);
        fake.behave("exit 0");
        await assert.rejects(
            downloadParts(parts.slice(0, 1), SILENT),
            /ended well, but left no .*kubernetes/,
        );
    });

    it("says that a command is not there", async () => {
        const parts = await publishedParts(fake.paths, fake.tools);
        await assert.rejects(downloadParts(parts.slice(0, 1), SILENT), /ENOENT/);
    });
});
