import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { KeptFiles } from "../../../lab/secrecy/keptFiles";
import { waitFor } from "../../../lab/wait";

describe("lab/secrecy: kept files", () => {
    let directory: string;
    let from: string;
    let kept: KeptFiles | undefined;
    beforeEach(() => {
        directory = fs.mkdtempSync(path.join(os.tmpdir(), "image-drift-kept-"));
        from = path.join(directory, "logs");
        fs.mkdirSync(from);
    });
    afterEach(async () => {
        await kept?.end();
        kept = undefined;
        fs.rmSync(directory, { recursive: true });
    });

    const to = () => path.join(directory, "kept");

    function write(pod: string, text: string): string {
        fs.mkdirSync(path.join(from, pod), { recursive: true });
        const file = path.join(from, pod, "0.log");
        fs.appendFileSync(file, text);
        return file;
    }

    async function contents(): Promise<string[]> {
        const places = (await kept?.places("pod log")) ?? [];
        return places.map(({ name, content }) => {
            return `${path.dirname(name)}: ${content.toString()}`;
        });
    }

    it("are what appears, with what is written to it later, also once it has gone", async () => {
        kept = await KeptFiles.begin(from, to());
        const log = write("a", "first");
        assert.deepEqual(await contents(), ["pod log/a: first"]);
        fs.appendFileSync(log, ", second");
        fs.rmSync(path.dirname(log), { recursive: true });
        write("b", "another");
        assert.deepEqual(await contents(), ["pod log/a: first, second", "pod log/b: another"]);
    });

    it("are kept without being asked for, as they come", async () => {
        kept = await KeptFiles.begin(from, to());
        const log = write("a", "short");
        await waitFor(
            () => {
                const { nlink } = fs.statSync(log);
                return nlink === 2
                    ? { met: true, value: undefined }
                    : { met: false, state: `${nlink} names` };
            },
            { what: "a second name", deadlineSeconds: 10 },
        );
        fs.rmSync(path.dirname(log), { recursive: true });
        assert.deepEqual(await contents(), ["pod log/a: short"]);
    });

    it("are one under another name too, and the next one under the first name", async () => {
        kept = await KeptFiles.begin(from, to());
        const log = write("a", "full");
        await contents();
        fs.renameSync(log, `${log}.old`);
        write("a", "next");
        assert.deepEqual((await contents()).sort(), ["pod log/a: full", "pod log/a: next"]);
    });

    it("are none that were there before, nor any of an earlier time", async () => {
        write("a", "earlier");
        fs.mkdirSync(to());
        fs.writeFileSync(path.join(to(), "left"), "over");
        kept = await KeptFiles.begin(from, to());
        assert.deepEqual(await contents(), []);
    });

    it("may be of a directory that is not there yet", async () => {
        fs.rmdirSync(from);
        kept = await KeptFiles.begin(from, to());
        write("a", "first");
        assert.deepEqual(await contents(), ["pod log/a: first"]);
    });
});
