import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as readline from "node:readline";
import { withLabLock } from "../lock";
import type { LabPaths } from "../paths";
import { run } from "../processes/run";
import { Progress } from "../progress";
import { capacityOf, startable } from "./buildOrder";
import { buildDirectory, goArguments, linkTools, moduleDirectory } from "./toolPath";
import { TOOL_BUILDS, type ToolBuild } from "./toolTable";

/**
 * Builds every tool that is not in the cache, showing a line for each. Safe to interrupt: a build
 * appears in the cache whole or not at all, and Go keeps what it compiled.
 */
export async function ensureTools(paths: LabPaths): Promise<void> {
    if (missingBuilds(paths).length > 0) {
        await withLabLock(() => buildMissing(paths), "image-drift-tools");
    }
    linkTools(paths);
}

export function missingBuilds(paths: LabPaths): ToolBuild[] {
    return TOOL_BUILDS.filter((build) => !fs.existsSync(buildDirectory(paths, build)));
}

async function buildMissing(paths: LabPaths): Promise<void> {
    await requireGo();
    fs.mkdirSync(paths.tools, { recursive: true });
    fs.mkdirSync(paths.logs, { recursive: true });
    for (const draft of fs.readdirSync(paths.tools).filter((name) => name.startsWith("draft-"))) {
        fs.rmSync(path.join(paths.tools, draft), { recursive: true });
    }
    let waiting = missingBuilds(paths);
    let running: ToolBuild[] = [];
    const progress = new Progress("tools");
    for (const build of waiting) {
        for (const tool of Object.keys(build.tools)) {
            progress.waiting(tool, build.expectedSeconds);
        }
    }
    const capacity = capacityOf(os.availableParallelism(), os.freemem() / 2 ** 20);
    const stop = new AbortController();
    const finished = new Map<ToolBuild, Promise<ToolBuild>>();
    try {
        while (waiting.length + running.length > 0) {
            for (const build of startable(waiting, running, capacity)) {
                waiting = waiting.filter((other) => other !== build);
                running = [...running, build];
                finished.set(build, buildOne(paths, build, progress, stop.signal));
            }
            const done = await Promise.race(finished.values());
            finished.delete(done);
            running = running.filter((other) => other !== done);
        }
    } finally {
        stop.abort();
        await Promise.allSettled(finished.values());
        progress.close();
    }
}

async function buildOne(
    paths: LabPaths,
    build: ToolBuild,
    progress: Progress,
    signal: AbortSignal,
): Promise<ToolBuild> {
    const names = Object.keys(build.tools);
    const draft = path.join(paths.tools, `draft-${build.name}`);
    const log = path.join(paths.logs, `build-${build.name}.log`);
    fs.mkdirSync(draft, { recursive: true });
    names.forEach((tool) => {
        progress.running(tool);
    });
    // A build of several tools links one after the other; each appears when it is complete.
    const watcher = fs.watch(draft, (_event, tool) => {
        if (names.length > 1 && tool !== null && names.includes(tool)) {
            progress.done(tool);
        }
    });
    try {
        await compile(build, draft, log, signal, (line) => {
            progress.detail(names[0] ?? build.name, line);
        });
    } catch (error) {
        names.forEach((tool) => {
            progress.failed(tool, `see ${log}`);
        });
        throw error;
    } finally {
        watcher.close();
    }
    fs.renameSync(draft, buildDirectory(paths, build));
    names.forEach((tool) => {
        progress.done(tool);
    });
    return build;
}

/** Runs `go build`; its process ends when this one does. */
async function compile(
    build: ToolBuild,
    draft: string,
    log: string,
    signal: AbortSignal,
    onLine: (line: string) => void,
): Promise<void> {
    const args = ["--pdeathsig", "TERM", "go", ...goArguments(build, draft)];
    const child = spawn("setpriv", args, {
        cwd: moduleDirectory(build),
        env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off" },
        stdio: ["ignore", "ignore", "pipe"],
        signal,
    });
    const lines: string[] = [];
    const reader = readline.createInterface({ input: child.stderr });
    reader.on("line", (line) => {
        lines.push(line);
        onLine(line);
    });
    const [code] = (await once(child, "close")) as [number | null];
    fs.writeFileSync(log, lines.join("\n") + "\n");
    if (code !== 0) {
        const own = lines.filter((line) => !line.startsWith("go: downloading"));
        throw new Error(
            `building ${build.name} failed (exit code ${code ?? "none"}); complete log: ${log}\n${own.slice(-15).join("\n")}`,
        );
    }
}

async function requireGo(): Promise<void> {
    try {
        await run("go", ["version"]);
    } catch {
        throw new Error(
            "the lab builds its tools from Go modules: install Go 1.21 or newer (https://go.dev/dl)",
        );
    }
}
