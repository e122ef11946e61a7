import * as fs from "node:fs/promises";
import * as path from "node:path";

import { demoFile, type DemoResult, demoResultSchema, START } from "../demo/result";
import { type LoopResult, loopResultSchema } from "../loop/result";
import { type StackResult, stackResultSchema } from "../stack/result";
import { loopSection } from "./loopSection";
import { plot } from "./plot";
import { stackSection } from "./stackSection";

/** What is made of the newest results. */
export interface Benchmarks {
    /** `docs/benchmarks.md` */
    readonly document: string;
    /** `docs/benchmarks.svg` */
    readonly plot: string;
}

/** Puts the newest results into docs/benchmarks.md, and draws them. */
export async function renderBenchmarks(project: string): Promise<void> {
    const made = await benchmarks(project);
    await fs.writeFile(documentFile(project), made.document);
    await fs.writeFile(plotFile(project), made.plot);
}

/**
 * The document as it stands, with what is between its marks made anew.
 *
 * @throws if there are no results, or the document has lost a mark
 */
export async function benchmarks(project: string): Promise<Benchmarks> {
    const loop = await newestLoop(project);
    const stack = await stackResult(project);
    const demos = await demoResults(project);
    const text = await fs.readFile(documentFile(project), "utf8");
    const sections = { loop: loopSection(loop), stack: stackSection(stack, demos) };
    return {
        document: Object.entries(sections).reduce(
            (whole, [name, lines]) => replaceSection(whole, name, lines),
            text,
        ),
        plot: plot(loop),
    };
}

/** Puts lines between `<!-- name: … -->` and `<!-- end of name -->`. */
export function replaceSection(text: string, name: string, lines: readonly string[]): string {
    const marks = new RegExp(`(<!-- ${name}: [^\\n]*-->\\n)[\\s\\S]*?(<!-- end of ${name} -->)`);
    if (!marks.test(text)) {
        throw new Error(
            `there is no "<!-- ${name}: … -->" with "<!-- end of ${name} -->" after it`,
        );
    }
    return text.replace(marks, (_, begin: string, end: string) =>
        [begin, ...lines, "", end].join("\n"),
    );
}

/** The name of a result begins with its time, so that the last one is the newest. */
async function newestLoop(project: string): Promise<LoopResult> {
    const folder = resultsFolder(project);
    const [newest] = (await fs.readdir(folder))
        .filter((name) => /^loop-.*\.json$/.test(name))
        .sort()
        .reverse();
    if (newest === undefined) {
        throw new Error(`no loop-*.json in ${folder}: \`npm run bench -- loop\` writes it`);
    }
    return loopResultSchema.parse(JSON.parse(await fs.readFile(path.join(folder, newest), "utf8")));
}

async function stackResult(project: string): Promise<StackResult> {
    const file = path.join(resultsFolder(project), "stack.json");
    return stackResultSchema.parse(JSON.parse(await fs.readFile(file, "utf8")));
}

/** Those that were measured. */
async function demoResults(project: string): Promise<DemoResult[]> {
    const folder = resultsFolder(project);
    const names = new Set(await fs.readdir(folder));
    const files = START.map(demoFile).filter((name) => names.has(name));
    return Promise.all(
        files.map(async (name) =>
            demoResultSchema.parse(JSON.parse(await fs.readFile(path.join(folder, name), "utf8"))),
        ),
    );
}

export function resultsFolder(project: string): string {
    return path.join(project, "bench", "results");
}

function documentFile(project: string): string {
    return path.join(project, "docs", "benchmarks.md");
}

function plotFile(project: string): string {
    return path.join(project, "docs", "benchmarks.svg");
}
