import * as fs from "node:fs/promises";
import * as path from "node:path";

import { z } from "zod";

import type { Lab } from "../../loop/lab";
import type { WorkingCopy } from "../../loop/workingCopy";
import { clusterObjects } from "../../secrecy/clusterObjects";
import { filesIn, type Lengths } from "../../secrecy/files";
import { gitHistory } from "../../secrecy/gitHistory";
import type { KeptFiles } from "../../secrecy/keptFiles";
import type { Place } from "../../secrecy/search";
import { userShell } from "../support/userShell";

/** What of the story so far is searched beside what there is. */
export interface Story {
    readonly lab: Lab;
    /** What the engine has printed. */
    readonly said: readonly Place[];
    /** How long the logs of the lab's services were when it began. */
    readonly logs: Lengths;
}

/** State with its backups and history, what the engine has kept and printed, logs of services. */
export async function engineAndLogs({ lab, said, logs }: Story): Promise<Place[]> {
    const found = await Promise.all([
        filesIn(lab.home.directory, "engine", { without: ["plugins"] }),
        filesIn(lab.program, "program", { without: ["node_modules"] }),
        filesIn(lab.paths.logs, "lab log", { since: logs }),
    ]);
    return [...said, ...found.flat()];
}

/**
 * All of the cluster, what its pods say and have said, all that Git has ever had.
 *
 * @param kept logs of the pods that there have been. @default logs of those that there are
 */
export async function clusterAndGit(
    lab: Lab,
    copy: WorkingCopy,
    kept?: KeptFiles,
): Promise<Place[]> {
    await copy.pull();
    const found = await Promise.all([
        clusterObjects(),
        kept ? kept.places("pod log") : filesIn(podLogs(lab), "pod log"),
        gitHistory(copy.directory),
    ]);
    return found.flat();
}

/** Where the kubelet has the logs of pods, until they go. */
export function podLogs(lab: Lab): string {
    return path.join(lab.paths.run, "pod-logs");
}

/**
 * What GitHub has besides: what pull requests and their comments say, and all objects of Git, those
 * of branches that have gone included.
 */
export async function gitHubPlaces({ paths, repository }: Lab): Promise<Place[]> {
    const directory = path.join(paths.run, "github", "repositories");
    const repositories = (await fs.readdir(directory)).map((name) => path.join(directory, name));
    const pulls = (await repository.pulls()).map(async (pull) => {
        const said = { ...pull, comments: await repository.commentsOf(pull.number) };
        return { name: `pull request #${pull.number}`, content: Buffer.from(JSON.stringify(said)) };
    });
    const objects = await Promise.all(repositories.map(gitHistory));
    return [...(await Promise.all(pulls)), ...objects.flat()];
}

/** What `npm run render` writes for this stack's configuration, and says. */
export async function renderedFiles(lab: Lab, stack: string): Promise<Place[]> {
    const directory = path.join(lab.program, "..", "rendered");
    await fs.rm(directory, { recursive: true, force: true });
    const { stdout, stderr } = await userShell(
        lab,
        `npm run --silent render -- '${directory}' --stack ${stack}`,
    );
    const files = await filesIn(directory, "rendered");
    return [...files, { name: "output of render", content: Buffer.from(stdout + stderr) }];
}

/** How the names of the logs begin that a lab with a stack has: of all services, of all pods. */
const LOGS = [
    ...[
        ...["containerd", "coredns", "etcd", "github", "ingress", "kube-apiserver"],
        ...["kube-controller-manager", "kube-proxy", "kube-scheduler", "kubelet"],
        ...["private-registry", "registry", "volume-access"],
    ].map((service) => `lab log/${service}.log`),
    ...[
        ...["argocd_argocd-application-controller", "argocd_argocd-image-updater-controller"],
        ...["argocd_argocd-redis", "argocd_argocd-repo-server", "argocd_argocd-server"],
        // Not each story has a frontend that runs.
        "letsgo-app-dev_backend",
    ].map((pod) => `pod log/${pod}-`),
];

/** Those logs that are not among the places: in them nothing was looked for. */
export function missingLogs(places: readonly Place[]): string[] {
    return LOGS.filter((log) => !places.some(({ name }) => name.startsWith(log)));
}

const started = z.object({
    reason: z.literal("Started"),
    involvedObject: z.object({
        kind: z.literal("Pod"),
        namespace: z.string(),
        name: z.string(),
        uid: z.string(),
    }),
});

/** Pods that have run, by the cluster's Events among the places, and whose logs are not among them. */
export function podsWithoutLog(places: readonly Place[]): string[] {
    const pods = places
        .filter(({ name }) => name.startsWith("Event "))
        .flatMap(({ content }) => started.safeParse(JSON.parse(content.toString())).data ?? [])
        .map(({ involvedObject: { namespace, name, uid } }) => `${namespace}_${name}_${uid}`);
    return [...new Set(pods)].filter(
        (pod) => !places.some(({ name }) => name.startsWith(`pod log/${pod}/`)),
    );
}
