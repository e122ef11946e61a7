import type { Environment } from "./environment";
import { Kubectl } from "./kubectl";
import { readSeen, type Seen } from "./objects";
import { CommandFailed } from "./run";

/** How much of a container's log is read: enough for the line it died with. */
const LOG_LINES = "20";

/** Reads of the environment's cluster. */
export class Cluster {
    private constructor(
        private readonly environment: Environment,
        private readonly kubectl: Kubectl,
    ) {}

    /** Whoever opens it has to close it. */
    static async open(environment: Environment): Promise<Cluster> {
        return new Cluster(environment, await Kubectl.open(environment));
    }

    close(): Promise<void> {
        return this.kubectl.close();
    }

    /** @throws CommandFailed with kubectl's own words */
    async look(signal?: AbortSignal): Promise<Seen> {
        const { instance, argoNamespace } = this.environment;
        const get = (namespace: string, ...what: string[]) =>
            this.kubectl.run(
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
            const text = await this.kubectl.run([
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
            return await this.kubectl.run(["--namespace", argoNamespace, ...args]);
        } catch (error) {
            if (error instanceof CommandFailed) {
                return "";
            }
            throw error;
        }
    }
}

/** As the updater's chart names it. */
const UPDATER = "deployment/argocd-image-updater-controller";

/** More than it says of one environment in a round. */
const UPDATER_LOG_LINES = 500;
