import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";

import { z } from "zod";

import { readBlocks } from "../lab/guides/blocks";
import { syntaxProblem } from "../lab/guides/commands";
import { keyNames } from "../stacks/config/configKeys";

const root = resolve(__dirname, "..");
const documents = [
    "README.md",
    ...["docs", "lab", "examples"].flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
            .filter((file) => file.endsWith(".md"))
            .map((file) => join(folder, file)),
    ),
];

function read(file: string): string {
    return readFileSync(join(root, file), "utf8");
}

/** The text without fenced code, in which `[a](b)` is no link and `#` begins no heading. */
function prose(text: string): string {
    return text.replace(/^(`{3,})[\s\S]*?^\1`*$/gm, "");
}

/** Targets of links and images, in lines and as references. */
function links(text: string): string[] {
    const body = prose(text).replace(/`[^`\n]*`/g, "");
    return [/\]\(\s*<?([^)\s>]+)/g, /^\[[^\]]+\]:\s*(\S+)/gm].flatMap((pattern) =>
        [...body.matchAll(pattern)].map(([, target]) => target ?? ""),
    );
}

/** The anchors that GitHub gives to headings. */
function anchors(text: string): Set<string> {
    const found = new Set<string>();
    for (const [, heading = ""] of prose(text).matchAll(/^#{1,6}\s+(.*?)\s*#*$/gm)) {
        const slug = heading
            .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
            .toLowerCase()
            .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, "")
            .replaceAll(" ", "-");
        let anchor = slug;
        for (let repeated = 1; found.has(anchor); repeated++) {
            anchor = `${slug}-${repeated}`;
        }
        found.add(anchor);
    }
    return found;
}

/** What is wrong with a link, if anything. */
function linkFault(from: string, target: string): string | undefined {
    if (/^[a-z][a-z0-9+.-]*:/i.test(target)) {
        return undefined;
    }
    const [path = "", anchor] = target.split("#", 2);
    const file = path === "" ? join(root, from) : resolve(root, dirname(from), decodeURI(path));
    if (relative(root, file).startsWith("..")) {
        return `${target}: leaves the project`;
    }
    if (!existsSync(file)) {
        return `${target}: no such file`;
    }
    if (anchor === undefined) {
        return undefined;
    }
    return statSync(file).isFile() && anchors(readFileSync(file, "utf8")).has(anchor)
        ? undefined
        : `${target}: no such heading`;
}

describe("the documentation", () => {
    const { scripts } = z
        .object({ scripts: z.record(z.string(), z.string()) })
        .parse(JSON.parse(read("package.json")));

    it("finds what is wrong with links", () => {
        const text =
            "[a](no.md) `[b](no.md)` [c](#no)\n```\n[d](no.md)\n```\n## Where\n[e](#where)\n";
        assert.deepEqual(links(text), ["no.md", "#no", "#where"]);
        assert.deepEqual(
            [...anchors("# A `b` c!\n## A b c\n```\n# no\n```\n")],
            ["a-b-c", "a-b-c-1"],
        );
        assert.match(linkFault("README.md", "no.md") ?? "", /no such file/);
        assert.match(linkFault("README.md", "LICENSE#no") ?? "", /no such heading/);
        assert.match(linkFault("README.md", "../x") ?? "", /leaves the project/);
        assert.equal(linkFault("docs/architecture.md", "../README.md#the-loop"), undefined);
    });

    for (const file of documents) {
        describe(file, () => {
            const text = read(file);

            it("has links that lead somewhere", () => {
                const faults = links(text).map((target) => linkFault(file, target));
                assert.deepEqual(
                    faults.filter((fault) => fault !== undefined),
                    [],
                );
            });

            it("names scripts that package.json has", () => {
                const named = [
                    ...text.matchAll(/\bnpm (?:run (?:-\S+ )*([\w:-]+)|(test|start)\b)/g),
                ]
                    .map(([, script, builtIn]) => script ?? builtIn ?? "")
                    .filter((script) => !Object.hasOwn(scripts, script));
                assert.deepEqual(named, []);
            });

            it("sets configuration keys that there are", () => {
                const set = [...text.matchAll(/\bpulumi config (?:set|rm|get) ([^\n#`]*)/g)]
                    .map(([, words = ""]) => configKey(words))
                    .filter((key) => !(keyNames as readonly string[]).includes(key));
                assert.deepEqual(set, []);
            });

            it("has commands that bash understands, and comments that the guides' runner does", () => {
                const blocks = readBlocks(file, text).map((block) => block.text);
                // All at once: a process for each of them would take its time.
                assert.equal(syntaxProblem(blocks.join("\n")), "");
            });

            it("names no path of somebody's machine", () => {
                assert.doesNotMatch(text, /(^|[\s"'`(=:])\/(work|root|home|Users)\//m);
            });
        });
    }

    it("begins with one sentence and the two commands", () => {
        const lines = read("README.md").split("\n");
        const [title = "", , sentence = "", after] = lines;
        assert.match(title, /^# \S/);
        assert.match(sentence, /^[A-Z][^.!?]*\.$/);
        assert.equal(after, "");
        const top = lines.slice(0, 40).map((line) => line.trim());
        for (const command of ["npm test", "npm run demo"]) {
            assert.ok(
                top.some((line) => line === command || line.startsWith(`${command} `)),
                `${command} is not a line of its own in the first 40`,
            );
        }
    });

    it("names files that there are", () => {
        const named = documents.flatMap((file) =>
            [
                ...prose(read(file)).matchAll(
                    /`((?:components|stacks|scripts|test|lab|docs|examples)\/[^\s`*]*)`/g,
                ),
            ]
                .map(([, path = ""]) => path)
                // A folder of the running lab, not of the project.
                .filter((path) => !/^lab\/(run|logs|kubeconfig|ca\.crt)/.test(path))
                .filter((path) => !path.includes("<") && !existsSync(join(root, path)))
                .map((path) => `${basename(file)}: ${path}`),
        );
        assert.deepEqual(named, []);
    });
});

/** `--stack dev --path 'usedBy[0]' staging` → `usedBy` */
function configKey(words: string): string {
    const withoutOptions = words.replace(/--(?:stack|cwd)[ =]\S+|-s \S+|--?\S+/g, "").trim();
    const [first = ""] = withoutOptions.split(/\s+/);
    return first.replace(/['"]/g, "").split(/[.[]/)[0] ?? "";
}
