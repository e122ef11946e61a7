import * as fs from "node:fs/promises";
import * as path from "node:path";

import type { Lab } from "../loop/lab";

/** A command to look around with, to be run from the checkout as it is printed. */
export interface Suggestion {
    /** What it shows. */
    readonly shows: string;
    readonly command: string;
}

/** What is left up. */
export interface LeftUp {
    /** Names of the stacks. */
    readonly stacks: readonly string[];
    /** Whether TLS ends at an Ingress, and Argo CD itself speaks plain HTTP. */
    readonly hasIngress: boolean;
}

/** How to look at stacks that are left up. */
export interface LookAround {
    /** Argo CD's API, while {@link forward} runs; the lab's build of it has no web pages. */
    readonly url: string;
    readonly forward: Suggestion;
    /** The others, each of which ends by itself. */
    readonly others: readonly Suggestion[];
}

const LAB = "npm run --silent lab --";
const LOCAL_PORT = 8080;

/**
 * Writes what the commands need besides themselves, and makes them.
 *
 * @param cloneTo directory that the suggested `git clone` makes
 */
export async function lookAround(
    lab: Lab,
    { stacks, hasIngress }: LeftUp,
    cloneTo: string,
): Promise<LookAround> {
    const { web } = await lab.gitHub.health();
    const credentials = path.join(lab.paths.run, "git-credentials");
    const signIn = Object.assign(new URL(web), { username: "x-access-token", password: lab.token });
    await fs.writeFile(credentials, `${signIn.href.replace(/\/$/, "")}\n`, { mode: 0o600 });
    const kubectl = `${LAB} exec kubectl`;
    return {
        url: `${hasIngress ? "http" : "https"}://localhost:${LOCAL_PORT}`,
        forward: {
            shows: "leads to Argo CD, until Ctrl-C; the lab's build of it has the API, and no web pages",
            command: `${LAB} forward argocd/argocd-server ${hasIngress ? 80 : 443} ${LOCAL_PORT}`,
        },
        others: [
            {
                shows: "password of its user admin",
                command:
                    `${kubectl} -n argocd get secret argocd-initial-admin-secret ` +
                    `-o jsonpath='{.data.password}' | base64 -d`,
            },
            {
                shows: "what Argo CD and the updater are told",
                command: `${kubectl} -n argocd get applications,imageupdaters`,
            },
            ...stacks.map((stack) => ({
                shows: `what runs in ${stack}`,
                command: `${kubectl} -n letsgo-app-${stack} get pods -o wide`,
            })),
            {
                shows: "manifests, sources and the updater's commits",
                command:
                    `${LAB} exec git -c credential.helper='store --file=${credentials}' ` +
                    `clone ${web}/${lab.repository.fullName}.git ${cloneTo}`,
            },
        ],
    };
}

/** The lines the demo ends with. */
export function printed({ url, forward, others }: LookAround): string[] {
    const lines = [forward, ...others].flatMap(({ shows, command }) => [
        `# ${shows}`,
        `  ${command}`,
    ]);
    return [
        "",
        `It is left up. To look around, from this directory (Argo CD: ${url}/api/version):`,
        ...lines,
        "# when you have seen enough",
        `  ${LAB} down`,
    ];
}
