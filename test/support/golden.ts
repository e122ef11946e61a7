import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";

const GOLDEN = path.join(__dirname, "..", "golden");

/** One file, its path relative to the folder it belongs to. */
export interface GoldenFile {
    readonly path: string;
    readonly content: string;
}

/**
 * Asserts that a rendered tree is exactly the one in `test/golden/<name>`: the same files, the same
 * bytes. With `UPDATE_GOLDEN=1` it becomes the expected one: read the diff before you commit it.
 */
export function assertGoldenTree(name: string, files: readonly GoldenFile[]): void {
    const folder = path.join(GOLDEN, name);
    if (process.env.UPDATE_GOLDEN === "1") {
        fs.rmSync(folder, { recursive: true, force: true });
        writeTree(folder, files);
        return;
    }
    const expected = fs.existsSync(folder) ? listFiles(folder) : [];
    assert.deepEqual(
        files.map((file) => file.path).sort(),
        expected,
        `files of test/golden/${name} differ; if that is intended: UPDATE_GOLDEN=1 npx mocha`,
    );
    for (const file of files) {
        assert.equal(
            file.content,
            fs.readFileSync(path.join(folder, file.path), "utf8"),
            `${file.path} differs from test/golden/${name}; if that is intended: UPDATE_GOLDEN=1 npx mocha`,
        );
    }
}

/** Writes files below a folder, which need not exist. */
export function writeTree(folder: string, files: readonly GoldenFile[]): void {
    for (const file of files) {
        const target = path.join(folder, file.path);
        fs.mkdirSync(path.dirname(target), { recursive: true });
        fs.writeFileSync(target, file.content);
    }
}

function listFiles(folder: string): string[] {
    return fs
        .readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
        .sort();
}
