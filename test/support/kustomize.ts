import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { parseAllDocuments } from "yaml";

import type { RepositoryFile } from "../../components/manifests";
import { labPaths } from "../../lab/paths";
import { goArguments, moduleDirectory, toolFile } from "../../lab/tools/toolPath";
import { TOOL_BUILDS } from "../../lab/tools/toolTable";
import { writeTree } from "./golden";

const run = promisify(execFile);

/** A Kubernetes object as kustomize prints it. */
export interface KubernetesObject {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: {
        readonly name: string;
        readonly namespace?: string;
        readonly labels?: Readonly<Record<string, string>>;
    };
    readonly [field: string]: unknown;
}

/** Builds a folder of a repository with the real kustomize. */
export async function kustomizeBuild(
    files: readonly RepositoryFile[],
    folder: string,
): Promise<KubernetesObject[]> {
    const [command, ...args] = await kustomizeCommand();
    const root = fs.mkdtempSync(path.join(os.tmpdir(), "kustomize-"));
    try {
        writeTree(root, files);
        const { stdout } = await run(command, [...args, path.join(root, folder)], {
            maxBuffer: 2 ** 24,
        });
        return parseAllDocuments(stdout).map((document) => document.toJS() as KubernetesObject);
    } finally {
        fs.rmSync(root, { recursive: true });
    }
}

/** Finds kustomize, or builds it, which may take a minute. */
export async function prepareKustomize(): Promise<void> {
    await kustomizeCommand();
}

type Command = readonly [string, ...string[]];

let found: Promise<Command> | undefined;

function kustomizeCommand(): Promise<Command> {
    found ??= findKustomize();
    return found;
}

/** On PATH, among the lab's tools, within kubectl, or built once for the lab's tools. */
async function findKustomize(): Promise<Command> {
    if (isRecent(await outputOf("kustomize", "version"))) return ["kustomize", "build"];
    const cached = toolFile(labPaths(), "kustomize");
    if (fs.existsSync(cached)) return [cached, "build"];
    const kubectl = await outputOf("kubectl", "version", "--client", "--output=json");
    if (isRecent(/"kustomizeVersion": *"([^"]*)"/.exec(kubectl ?? "")?.[1])) {
        return ["kubectl", "kustomize"];
    }
    await buildKustomize(cached);
    return [cached, "build"];
}

/** Components with several patches in one file need version 5; own builds say `(devel)`. */
function isRecent(version: string | undefined): boolean {
    if (version === undefined) return false;
    const major = /v(\d+)\.\d+\.\d+/.exec(version)?.[1];
    return major === undefined ? version.includes("(devel)") : Number(major) >= 5;
}

/** What a command prints; nothing if it is missing or fails. */
async function outputOf(command: string, ...args: string[]): Promise<string | undefined> {
    try {
        return (await run(command, args)).stdout;
    } catch {
        return undefined;
    }
}

async function buildKustomize(target: string): Promise<void> {
    const build = TOOL_BUILDS.find((candidate) => "kustomize" in candidate.tools);
    if (build === undefined) throw new Error("lab/tools/toolTable.ts has no kustomize");
    const draft = `${path.dirname(target)}.${process.pid}`;
    fs.mkdirSync(draft, { recursive: true });
    try {
        await run("go", goArguments(build, draft), {
            cwd: moduleDirectory(build),
            env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off" },
        });
        fs.renameSync(draft, path.dirname(target));
    } catch (error) {
        fs.rmSync(draft, { recursive: true, force: true });
        throw new Error(
            "These tests build the rendered manifests with kustomize, which is neither on PATH nor " +
                "in kubectl, and could not be built with Go. Install one of them: " +
                "https://kubectl.docs.kubernetes.io/installation/kustomize/",
            { cause: error },
        );
    }
}
