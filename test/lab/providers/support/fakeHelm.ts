import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** What the helm in a test answers, and what it was asked. */
export interface FakeHelm {
    /** Answers, by the first words of a command: output, or an error. */
    answer(answers: Readonly<Record<string, { output?: string; error?: string }>>): Promise<void>;
    /** The commands so far: arguments, and the values of the file they were given. */
    commands(): Promise<{ args: string[]; values: unknown; mode: number }[]>;
    remove(): Promise<void>;
}

const SCRIPT = `#!/usr/bin/env node
const fs = require("node:fs"), path = require("node:path");
const folder = path.dirname(process.argv[1]);
const args = process.argv.slice(2);
const file = args.includes("--values") ? args[args.indexOf("--values") + 1] : undefined;
const values = file && JSON.parse(fs.readFileSync(file, "utf8"));
const mode = file ? fs.statSync(file).mode & 0o777 : 0;
fs.appendFileSync(path.join(folder, "log"), JSON.stringify({ args, values, mode }) + "\\n");
const answers = JSON.parse(fs.readFileSync(path.join(folder, "answers.json"), "utf8"));
const key = Object.keys(answers).find((words) => args.join(" ").startsWith(words));
const { output = "", error } = answers[key] ?? { error: "nothing is known of: " + args.join(" ") };
process.stdout.write(output);
if (error !== undefined) {
    process.stderr.write("Error: " + error + "\\n");
    process.exit(1);
}
`;

/** Puts a `helm` first on PATH that only writes down and repeats. */
export async function fakeHelm(): Promise<FakeHelm> {
    const folder = await mkdtemp(join(tmpdir(), "fake-helm-"));
    const before = process.env["PATH"] ?? "";
    await writeFile(join(folder, "helm"), SCRIPT);
    await chmod(join(folder, "helm"), 0o755);
    await writeFile(join(folder, "log"), "");
    process.env["PATH"] = `${folder}${delimiter}${before}`;
    return {
        answer: (answers) => writeFile(join(folder, "answers.json"), JSON.stringify(answers)),
        commands: async () =>
            (await readFile(join(folder, "log"), "utf8"))
                .split("\n")
                .filter((line) => line !== "")
                .map(
                    (line) => JSON.parse(line) as { args: string[]; values: unknown; mode: number },
                ),
        remove: async () => {
            process.env["PATH"] = before;
            await rm(folder, { recursive: true });
        },
    };
}
