import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
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

/** In the shell, because Node takes a hundred times as long to start. */
const SCRIPT = `#!/bin/sh
folder=\${0%/*}
{
    for word; do
        [ "$previous" = --values ] && file=$word
        previous=$word
        printf '%s\\001' "$word"
    done
    printf '\\002'
    [ -z "$file" ] || { cat "$file"; printf '\\002'; stat -c %a "$file"; }
    printf '\\003'
} > "$folder/call.$$"
cat "$folder/call.$$" >> "$folder/log"
for answer in "$folder"/answers/*; do
    [ -e "$answer/words" ] || continue
    read -r words < "$answer/words"
    case "$*" in "$words"*)
        cat "$answer/output"
        [ -e "$answer/error" ] || exit 0
        printf 'Error: %s\\n' "$(cat "$answer/error")" >&2
        exit 1
    esac
done
echo "Error: nothing is known of: $*" >&2
exit 1
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
        answer: async (answers) => {
            await rm(join(folder, "answers"), { recursive: true, force: true });
            for (const [index, [words, given]] of Object.entries(answers).entries()) {
                const answer = join(folder, "answers", String(index).padStart(3, "0"));
                await mkdir(answer, { recursive: true });
                await writeFile(join(answer, "words"), `${words}\n`);
                await writeFile(join(answer, "output"), given.output ?? "");
                if (given.error !== undefined) {
                    await writeFile(join(answer, "error"), given.error);
                }
            }
        },
        commands: async () => {
            const log = await readFile(join(folder, "log"), "utf8");
            return log
                .split("\u0003")
                .filter((call) => call !== "")
                .map((call) => {
                    const [words = "", values, mode = "0"] = call.split("\u0002");
                    return {
                        args: words.split("\u0001").slice(0, -1),
                        values: values ? (JSON.parse(values) as unknown) : undefined,
                        mode: Number.parseInt(mode, 8),
                    };
                });
        },
        remove: async () => {
            process.env["PATH"] = before;
            await rm(folder, { recursive: true });
        },
    };
}
