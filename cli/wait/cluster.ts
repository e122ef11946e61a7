import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import type { Environment } from "./environment";
import { readSeen, type Seen } from "./objects";
import { CommandFailed, run } from "./run";

/** How much of a container's log is read: enough for the line it died with. */
const LOG_LINES = "20";

/**
 * Reads of the environment's cluster, with the kubectl of the user: kubeconfigs sign in with plugins
 * and through proxies, which works here whenever it works there.
 */
export class Cluster {
    private constructor(
        private readonly environment: Environment,
        private readonly directory: string | undefined,
    ) {}

    /** Whoever opens it has to close it: a kubeconfig of the stack's stands in a file meanwhile. */
    static async open(environment: Environment): Promise<Cluster> {
        if (environment.kubeconfig === undefined) {
            return new Cluster(environment, undefined);
        }
        const directory = await fs.mkdtemp(path.join(os.tmpdir(), "image-drift-wait-"));
        await fs.writeFile(path.join(directory, FILE), environment.kubeconfig, { mode: 0o600 });
        return new Cluster(environment, directory);
    }

    async close(): Promise<void> {
        if (this.directory !== undefined) {
            await fs.rm(this.directory, { recursive: true, force: true });
        }
    }

    /** @throws CommandFailed with kubectl's own words */
    async look(signal?: AbortSignal): Promise<Seen> {
        const { instance, argoNamespace } = this.environment;
        const get = (namespace: string, ...what: string[]) =>
            this.kubectl(
                ["--namespace", namespace, "get", ...what, "--output=json", "--ignore-not-found"],
                signal,
            );
        const answers = await Promise.all([
            get(
                argoNamespace,
                `applications.argoproj.io/${instance}`,
                `imageupdaters.argocd-image-updater.argoproj.io/${instance}`,
            ),
            get(instance, "deployments.apps,replicasets.apps,pods,events"),
        ]);
        return readSeen(...answers);
    }

    /**
     * The last line that a container has logged; undefined if there is none to be had.
     *
     * @param previous of the container before the last restart
     */
    async lastLogLine(
        pod: string,
        container: string,
        previous: boolean,
    ): Promise<string | undefined> {
        const args = ["logs", pod, `--container=${container}`, `--tail=${LOG_LINES}`];
        try {
            const text = await this.kubectl([
                ...["--namespace", this.environment.instance, ...args],
                ...(previous ? ["--previous"] : []),
            ]);
            return text.trimEnd().split("\n").at(-1) || undefined;
        } catch (error) {
            if (error instanceof CommandFailed) {
                return undefined;
            }
            throw error;
        }
    }

    /** The updater's last lines; empty if there are none to be had. */
    async updaterLog(): Promise<string> {
        const { argoNamespace } = this.environment;
        const args = ["logs", UPDATER, `--tail=${UPDATER_LOG_LINES}`];
        try {
            return await this.kubectl(["--namespace", argoNamespace, ...args]);
        } catch (error) {
            if (error instanceof CommandFailed) {
                return "";
            }
            throw error;
        }
    }

    private kubectl(args: readonly string[], signal?: AbortSignal): Promise<string> {
        const { kubeContext } = this.environment;
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

const FILE = "kubeconfig";

/** As the updater's chart names it. */
const UPDATER = "deployment/argocd-image-updater-controller";

/** More than it says of one environment in a round. */
const UPDATER_LOG_LINES = 500;
