import { ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Properties } from "../../protocol/values";
import type { Kubeconfig, KubeconfigOverrides } from "../kubeconfig";

/** helm said no; the message is what it printed. */
export class HelmError extends Error {
    get isReleaseNotFound(): boolean {
        return this.message.includes("release: not found");
    }

    /** A release of that name exists, whether deployed or left over from an attempt. */
    get isNameInUse(): boolean {
        return this.message.includes("cannot re-use a name that is still in use");
    }
}

export interface HelmCliOptions {
    readonly kubeconfig?: Kubeconfig;
    readonly overrides: KubeconfigOverrides;
    /** Added to helm's environment: driver, repository files. */
    readonly environment: Readonly<Record<string, string>>;
    /** Aborting it interrupts helm, which then marks a release in progress as failed. */
    readonly cancelled: AbortSignal;
}

const running = new Set<ChildProcess>();
const folders = new Set<string>();

// helm must not outlive the provider: it would go on while the next run is at work. Nor may the
// files, which hold secrets.
process.on("exit", () => {
    for (const child of running) {
        child.kill("SIGKILL");
    }
    for (const folder of folders) {
        rmSync(folder, { recursive: true, force: true });
    }
});

/** Runs the `helm` found on PATH against one cluster. */
export class HelmCli {
    constructor(private readonly options: HelmCliOptions) {}

    /**
     * Runs a command and returns what it printed.
     *
     * @param values written to a file that only this user can read, and that is gone afterwards
     * @throws {HelmError} if helm fails
     */
    async run(namespace: string, args: readonly string[], values?: Properties): Promise<string> {
        const folder = await mkdtemp(join(tmpdir(), "lab-helm-"));
        folders.add(folder);
        try {
            const all = [...args, "--namespace", namespace, ...(await this.clusterFlags(folder))];
            if (values !== undefined) {
                const file = join(folder, "values.json");
                await writeFile(file, JSON.stringify(values), { mode: 0o600 });
                all.push("--values", file);
            }
            return await this.spawn(all);
        } finally {
            await rm(folder, { recursive: true, force: true });
            folders.delete(folder);
        }
    }

    private async clusterFlags(folder: string): Promise<string[]> {
        const { kubeconfig, overrides } = this.options;
        const flags = overrides.context ? ["--kube-context", overrides.context] : [];
        if (kubeconfig?.path !== undefined) {
            return [...flags, "--kubeconfig", kubeconfig.path];
        }
        if (kubeconfig !== undefined) {
            const file = join(folder, "kubeconfig.json");
            await writeFile(file, JSON.stringify(kubeconfig.config), { mode: 0o600 });
            return [...flags, "--kubeconfig", file];
        }
        return flags;
    }

    private spawn(args: readonly string[]): Promise<string> {
        return new Promise((resolve, reject) => {
            const child = spawn("helm", args, {
                stdio: ["ignore", "pipe", "pipe"],
                env: { ...process.env, ...this.options.environment },
            });
            running.add(child);
            const interrupt = () => child.kill("SIGINT");
            this.options.cancelled.addEventListener("abort", interrupt);
            let output = "";
            let errors = "";
            child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
            child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
            child.on("error", (error) => {
                finish();
                reject(new HelmError(`helm could not be started: ${error.message}`));
            });
            child.on("close", (code) => {
                finish();
                if (code === 0) {
                    resolve(output);
                } else {
                    reject(
                        new HelmError(errorText(errors) || `helm ended with ${code ?? "a signal"}`),
                    );
                }
            });
            const finish = () => {
                running.delete(child);
                this.options.cancelled.removeEventListener("abort", interrupt);
            };
            if (this.options.cancelled.aborted) {
                interrupt();
            }
        });
    }
}

/** helm's own error, without the warnings and progress lines before it. */
function errorText(errors: string): string {
    const start = errors.lastIndexOf("Error: ");
    return (start < 0 ? errors : errors.slice(start + "Error: ".length)).trim();
}
