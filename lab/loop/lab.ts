import * as fs from "node:fs/promises";
import * as path from "node:path";

import { type EngineHome, pulumiHome } from "../engine/environment";
import { copyProgram } from "../engine/project";
import { joinSettings, labSettings, OWNER, REPOSITORY } from "../engine/settings";
import { LabStack, type Setting } from "../engine/labStack";
import { StandInClient } from "../github/client";
import { type LabPaths, labPaths } from "../paths";
import type { Parts } from "../parts/parts";
import { useParts } from "../parts/use";
import { emptyImage } from "../registry/registryTags";
import { toolsOnPath } from "../tools/toolPath";
import { ClusterApi } from "./clusterApi";
import type { Watched } from "./hops";
import { RepositoryApi } from "./repositoryApi";
import { WorkingCopy } from "./workingCopy";

const DEVELOPER = "developer";

/** Applications of the sample. */
const SAMPLE = ["backend", "frontend"];

/** Everything a program inside the running lab needs to drive the stack and to look at it. */
export interface Lab {
    readonly paths: LabPaths;
    readonly parts: Parts;
    readonly gitHub: StandInClient;
    readonly api: ClusterApi;
    readonly repository: RepositoryApi;
    /** A token that may do everything on the stand-in. */
    readonly token: string;
    /** Copy of the program that the engine runs. */
    readonly program: string;
    readonly settings: Readonly<Record<string, Setting>>;
    readonly home: EngineHome;
}

/**
 * Connects to the running lab, from inside it, and makes a fresh engine and program. What was
 * pushed before is deleted from the registry: an environment would begin with it.
 *
 * @param parts prepared by whoever has started the lab
 */
export async function openLab(parts: Parts, name: string): Promise<Lab> {
    const paths = labPaths();
    const directory = path.join(paths.run, name);
    await fs.rm(directory, { recursive: true, force: true });
    const gitHub = new StandInClient("http://127.0.0.1:7701");
    const [{ web, api: root }, { knownHosts }] = await Promise.all([
        gitHub.health(),
        gitHub.hostKey(),
    ]);
    await gitHub.putAccount({ login: DEVELOPER, type: "User" });
    await gitHub.putAccount({ login: OWNER, type: "Organization", members: [DEVELOPER] });
    await Promise.all(SAMPLE.map((name) => emptyImage(imageOf(name))));
    const { token } = await gitHub.putToken({ login: DEVELOPER, permissions: "write" });

    const program = path.join(directory, "program");
    await copyProgram(paths.project, program);
    const engine = path.join(directory, "engine");
    const { charts, values } = await useParts(parts, paths, pulumiHome(engine));
    const [kubeconfig, certificate] = await Promise.all(
        [paths.kubeconfig, paths.caCertificate].map((file) => fs.readFile(file, "utf8")),
    );
    return {
        paths,
        parts,
        gitHub,
        api: await ClusterApi.open(paths.kubeconfig),
        repository: new RepositoryApi(root, token, `${OWNER}/${REPOSITORY}`),
        token,
        program,
        settings: labSettings({
            kubeconfig: kubeconfig ?? "",
            certificate: certificate ?? "",
            gitHub: { url: web, host: new URL(web).host, token },
            knownHosts,
            charts,
            values,
            registry: "http://registry.lab:5000",
        }),
        home: { directory: engine, tools: toolsOnPath(paths) },
    };
}

/** The stack under the real engine, configured for the lab. */
export function openStack(
    lab: Lab,
    name: string,
    config: Readonly<Record<string, Setting>> = {},
): Promise<LabStack> {
    const { program, home, settings } = lab;
    return LabStack.open({ name, directory: program, home, config: { ...settings, ...config } });
}

/** A stack that joins what stack dev has made. */
export function openJoiningStack(
    lab: Lab,
    name: string,
    config: Readonly<Record<string, Setting>> = {},
): Promise<LabStack> {
    const { program, home, settings } = lab;
    return LabStack.open({
        name,
        directory: program,
        home,
        config: { ...joinSettings(settings), ...config },
    });
}

/** Where to look at one environment. */
export function watch(lab: Lab, stack: string, overlay: string): Watched {
    return {
        api: lab.api,
        repository: lab.repository,
        instance: `letsgo-app-${stack}`,
        argoNamespace: "argocd",
        overlay,
    };
}

/** Image of an application of the sample: `backend`, `frontend`. */
export function imageOf(name: string): string {
    return `ghcr.io/${OWNER}/letsgo-app-${name}`;
}

/**
 * A clone of the repository.
 * @param token whose it is; a developer's if absent
 */
export async function cloneRepository(
    lab: Lab,
    directory: string,
    token = lab.token,
): Promise<WorkingCopy> {
    const { web } = await lab.gitHub.health();
    const url = `${web}/${OWNER}/${REPOSITORY}.git`;
    return WorkingCopy.clone({
        directory: path.join(lab.paths.run, directory),
        url,
        token,
    });
}
