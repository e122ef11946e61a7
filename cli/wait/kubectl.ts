import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { run } from "./run";

/** Which cluster. */
export interface ClusterAccess {
    /** Content of a kubeconfig; nothing means the user's own. */
    readonly kubeconfig?: string;
    /** Context in it; nothing means the current one. */
    readonly kubeContext?: string;
}

const FILE = "kubeconfig";

/**
 * The kubectl of the user, on the cluster of a stack: kubeconfigs sign in with plugins and through
 * proxies, which works here whenever it works there.
 */
export class Kubectl {
    private constructor(
        private readonly access: ClusterAccess,
        private readonly directory: string | undefined,
    ) {}

    /** Whoever opens it has to close it: a kubeconfig of the stack's stands in a file meanwhile. */
    static async open(access: ClusterAccess): Promise<Kubectl> {
        if (access.kubeconfig === undefined) {
            return new Kubectl(access, undefined);
        }
        const directory = await fs.mkdtemp(path.join(os.tmpdir(), "image-drift-wait-"));
        await fs.writeFile(path.join(directory, FILE), access.kubeconfig, { mode: 0o600 });
        return new Kubectl(access, directory);
    }

    async close(): Promise<void> {
        if (this.directory !== undefined) {
            await fs.rm(this.directory, { recursive: true, force: true });
        }
    }

    /**
     * @returns what it printed on standard output
     * @throws CommandFailed with kubectl's own words
     */
    run(args: readonly string[], signal?: AbortSignal): Promise<string> {
        const { kubeContext } = this.access;
        return run(
            "kubectl",
            [
                "--request-timeout=20s",
                ...(this.directory === undefined
                    ? []
                    : [`--kubeconfig=${path.join(this.directory, FILE)}`]),
                ...(kubeContext === undefined ? [] : [`--context=${kubeContext}`]),
                ...args,
            ],
            signal,
        );
    }
}
