import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { endReads, readObject } from "../../../lab/github/git/objectReader";
import { git } from "../../../lab/github/git/run";

describe("lab/github/git/objectReader", () => {
    let directory: string;

    beforeEach(async () => {
        directory = await fs.mkdtemp(path.join(os.tmpdir(), "objects-"));
        await git(directory, ["init", "--quiet", "--bare"]);
    });
    afterEach(async () => {
        await fs.rm(directory, { recursive: true, force: true });
        endReads(directory);
    });

    async function store(content: Buffer): Promise<string> {
        const { stdout } = await git(directory, ["hash-object", "-w", "--stdin"], {
            input: content,
        });
        return stdout.toString().trim();
    }

    it("gives what is asked for at once in order, whatever its size, and what is not there", async () => {
        // Larger than a pipe, with line ends; and nothing at all.
        const contents = [randomBytes(300_000), Buffer.alloc(0), Buffer.from("a\nb")];
        const ids: string[] = [];
        for (const content of contents) {
            ids.push(await store(content));
        }
        const [large, empty, small] = await Promise.all(
            [...ids, "main:nowhere", "main\nHEAD"].map((name) => readObject(directory, name)),
        );
        assert.deepEqual(
            [large, empty, small].map((object) => object?.content),
            contents,
        );
        assert.deepEqual([large?.sha, large?.type], [ids[0], "blob"]);
        assert.equal(await readObject(directory, "main:nowhere"), undefined);
        assert.equal(await readObject(directory, "main\nHEAD"), undefined);
    });

    it("sees what was stored after the first read, and reads again once it was ended", async () => {
        assert.equal(await readObject(directory, "0".repeat(40)), undefined);
        const id = await store(Buffer.from("later"));
        assert.equal((await readObject(directory, id))?.content.toString(), "later");
        endReads(directory);
        assert.equal((await readObject(directory, id))?.content.toString(), "later");
    });

    it("finds nothing in a repository that has gone, and fails in what is none", async () => {
        const gone = path.join(directory, "gone.git");
        assert.equal(await readObject(gone, "HEAD"), undefined);
        const none = path.join(directory, "objects");
        await assert.rejects(readObject(none, "HEAD"), /not a git repository/);
    });
});
