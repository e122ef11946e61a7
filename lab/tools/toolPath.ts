import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { LabPaths } from "../paths";
import { TOOL_BUILDS, type ToolBuild } from "./toolTable";

/** Flags every build shares: the same sources give the same bytes wherever the checkout lies. */
const GO_FLAGS = ["-mod=readonly", "-trimpath", "-buildvcs=false"];

/** Directory of a module in this checkout. */
export function moduleDirectory(build: ToolBuild): string {
    return path.join(__dirname, "modules", build.module);
}

/** Arguments of `go` that write the build's tools to a directory. */
export function goArguments(build: ToolBuild, directory: string): string[] {
    const variables = Object.entries(build.variables ?? {}).map(
        ([name, value]) => `-X ${name}=${value}`,
    );
    const names = Object.keys(build.tools);
    const output = names.length === 1 ? path.join(directory, names[0] ?? "") : `${directory}/`;
    return [
        "build",
        ...GO_FLAGS,
        `-ldflags=${["-s", "-w", ...variables].join(" ")}`,
        ...["-o", output],
        ...Object.values(build.tools),
    ];
}

/** What went into a build, as a name: module files, own sources, packages, flags, processor. */
export function buildKey(build: ToolBuild, directory = moduleDirectory(build)): string {
    const hash = createHash("sha256");
    hash.update(JSON.stringify([goArguments(build, "OUT"), process.arch]));
    for (const file of sourceFiles(directory)) {
        hash.update(`\0${path.relative(directory, file)}\0`).update(fs.readFileSync(file));
    }
    return hash.digest("hex").slice(0, 16);
}

/** Where a build's finished tools lie. */
export function buildDirectory(paths: LabPaths, build: ToolBuild): string {
    return path.join(paths.tools, `${build.name}-${cachedKey(build)}`);
}

/** The file of a tool of the table; it may not have been built yet. */
export function toolFile(paths: LabPaths, tool: string): string {
    const build = TOOL_BUILDS.find((candidate) => tool in candidate.tools);
    if (build === undefined) {
        throw new Error(`no tool "${tool}" in the table`);
    }
    return path.join(buildDirectory(paths, build), tool);
}

/** A directory with a link to each tool, for PATH. */
export function toolsOnPath(paths: LabPaths): string {
    const keys = TOOL_BUILDS.map(cachedKey).join();
    return path.join(
        paths.tools,
        `path-${createHash("sha256").update(keys).digest("hex").slice(0, 16)}`,
    );
}

/** Fills the directory of {@link toolsOnPath}. */
export function linkTools(paths: LabPaths): void {
    const directory = toolsOnPath(paths);
    if (fs.existsSync(directory)) {
        return;
    }
    const draft = `${directory}.${process.pid}`;
    fs.rmSync(draft, { recursive: true, force: true });
    fs.mkdirSync(draft, { recursive: true });
    for (const build of TOOL_BUILDS) {
        for (const tool of Object.keys(build.tools)) {
            fs.symlinkSync(path.join(buildDirectory(paths, build), tool), path.join(draft, tool));
        }
    }
    fs.renameSync(draft, directory);
}

const keys = new Map<ToolBuild, string>();

/** The modules do not change while a program runs, and their sums are long. */
function cachedKey(build: ToolBuild): string {
    const key = keys.get(build) ?? buildKey(build);
    keys.set(build, key);
    return key;
}

function sourceFiles(directory: string): string[] {
    return fs
        .readdirSync(directory, { recursive: true, encoding: "utf8" })
        .filter((name) => /(^|\/)go\.(mod|sum)$|\.go$/.test(name))
        .sort()
        .map((name) => path.join(directory, name));
}
