import { randomBytes } from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";

import * as yaml from "yaml";

import { engineEnvironment } from "../engine/environment";
import type { Setting } from "../engine/labStack";
import { OWNER } from "../engine/settings";
import { imageOf, type Lab } from "../loop/lab";
import { RepositoryApi } from "../loop/repositoryApi";
import { GIT_HOST, PRIVATE_REGISTRY_URL } from "../network/addresses";
import { run } from "../processes/run";
import { pullPrivately, setRegistryUsers } from "../registry/privateRegistry";
import { emptyImage } from "../registry/registryTags";
import { copyCheckout } from "./checkout";
import type { Inputs } from "./inputs";
import { type Placeholder, placeholders } from "./placeholders";

/** The repository that the guides' stacks make, by the program's default name. */
export const REPOSITORY = "letsgo-app";
const REGISTRY = "ghcr.io";
const SAMPLE = ["backend", "frontend"];

/** A reader's machine, and the world around it, in a running lab. */
export interface World {
    readonly lab: Lab;
    /** The lab, with the repository that the guides' stacks make. */
    readonly repository: RepositoryApi;
    /** Where the reader begins: an empty directory. */
    readonly directory: string;
    /** Environment of the reader's shell. */
    readonly env: NodeJS.ProcessEnv;
    readonly inputs: Inputs;
    readonly placeholders: readonly Placeholder[];
    /** Undoes what was set up outside {@link directory}. */
    readonly leave: () => Promise<void>;
}

/**
 * Makes a reader with an empty home directory, a classic token for GitHub and a user of a registry
 * that lets nobody else in, as of private packages; and a Git repository of the program as it is in
 * the checkout.
 */
export async function openWorld(lab: Lab): Promise<World> {
    const home = path.join(lab.paths.run, "guides");
    await fs.rm(home, { recursive: true, force: true });
    const [directory, program, state] = ["reader", "program", "state"].map((name) =>
        path.join(home, name),
    ) as [string, string, string];
    for (const folder of [directory, program, state]) {
        await fs.mkdir(folder, { recursive: true });
    }
    await makeProgram(lab, program);

    const inputs = makeInputs();
    const user = { name: inputs.registryUsername, password: inputs.registryPassword };
    await setRegistryUsers(lab.paths, [user]);
    pullPrivately(lab.paths, REGISTRY, true);
    await Promise.all(SAMPLE.map((name) => emptyImage(imageOf(name))));
    const scopes = ["repo", "workflow", "delete_repo"] as const;
    await lab.gitHub.putToken({ login: "developer", scopes, token: inputs.githubToken });
    await signIn(directory, inputs.githubToken);

    const { api } = await lab.gitHub.health();
    return {
        lab,
        repository: new RepositoryApi(api, lab.token, `${OWNER}/${REPOSITORY}`),
        directory,
        env: readersEnvironment(lab, directory),
        inputs,
        placeholders: placeholders({
            program,
            state,
            kubeconfig: lab.paths.kubeconfig,
            certificate: lab.paths.caCertificate,
            registryUser: user.name,
        }),
        leave: async () => {
            pullPrivately(lab.paths, REGISTRY, false);
            await setRegistryUsers(lab.paths, []);
        },
    };
}

/** Values that nobody else has. */
function makeInputs(): Inputs {
    const made = (what: string) => `${what}-${randomBytes(9).toString("hex")}`;
    return {
        githubToken: made("token"),
        registryUsername: made("robot"),
        registryPassword: made("password"),
        passphrase: made("passphrase"),
    };
}

/**
 * Settings that a lab needs besides those of the guides, because it is none of the public services:
 * in dev's stack file, where a company would have its own.
 */
async function makeProgram(lab: Lab, directory: string): Promise<void> {
    await copyCheckout(lab.paths.project, directory);
    await addSettings(path.join(directory, "Pulumi.dev.yaml"), {
        ...only(lab.settings, DEVS),
        registryEndpoint: { value: PRIVATE_REGISTRY_URL },
    });
    for (const stack of ["staging", "prod"]) {
        await addSettings(
            path.join(directory, `Pulumi.${stack}.yaml`),
            only(lab.settings, ["githubBaseUrl"]),
        );
    }
    const git = (...args: string[]) => run("git", args, { cwd: directory, env: AS_AUTHOR });
    await git("init", "--quiet", "--initial-branch=main");
    await git("add", "--all");
    await git("commit", "--quiet", "--message=The program");
}

/** All that is no secret, and that a guide's reader on github.com has not to set. */
const DEVS = [
    ...["githubBaseUrl", "knownHosts", "argoCdChart", "argoCdValues", "updaterChart"],
    ...["updaterValues", "updaterInterval", "gitPollInterval"],
];

function only(
    settings: Readonly<Record<string, Setting>>,
    names: readonly string[],
): Record<string, Setting> {
    return Object.fromEntries(Object.entries(settings).filter(([name]) => names.includes(name)));
}

/** Objects and lists are written as such, as people would write them. */
async function addSettings(file: string, settings: Record<string, Setting>): Promise<void> {
    const document = yaml.parseDocument(await fs.readFile(file, "utf8"));
    for (const [name, { value }] of Object.entries(settings)) {
        const parsed: unknown = value.startsWith("{") ? JSON.parse(value) : value;
        document.setIn(["config", `argocd-image-drift:${name}`], parsed);
    }
    await fs.writeFile(file, document.toString());
}

const AS_AUTHOR = {
    ...process.env,
    GIT_AUTHOR_NAME: "Project",
    GIT_AUTHOR_EMAIL: "project@example.com",
    GIT_COMMITTER_NAME: "Project",
    GIT_COMMITTER_EMAIL: "project@example.com",
    // Not the user's own configuration: of hooks and signatures.
    GIT_CONFIG_GLOBAL: "/dev/null",
};

/** Git as the reader has set it up: with a name, and signed in. The lab's GitHub knows no users' keys. */
async function signIn(home: string, token: string): Promise<void> {
    const url = `https://x-access-token:${token}@${GIT_HOST}`;
    await fs.writeFile(path.join(home, ".git-credentials"), `${url}\n`, { mode: 0o600 });
    const config = [
        "[user]",
        "    name = A Developer",
        "    email = developer@example.com",
        "[credential]",
        "    helper = store",
        `[url "https://${GIT_HOST}/"]`,
        `    insteadOf = git@${GIT_HOST}:`,
    ];
    await fs.writeFile(path.join(home, ".gitconfig"), `${config.join("\n")}\n`);
}

/** That of the lab's engine, without what a reader has to set. */
function readersEnvironment(lab: Lab, home: string): NodeJS.ProcessEnv {
    // Pulumi takes an empty PULUMI_STACK for a stack without a name.
    const engine = Object.entries(engineEnvironment(lab.home)).map(([name, value]) => [
        name,
        value === "" ? undefined : value,
    ]);
    return {
        ...process.env,
        ...(Object.fromEntries(engine) as NodeJS.ProcessEnv),
        PULUMI_BACKEND_URL: undefined,
        PULUMI_CONFIG_PASSPHRASE: undefined,
        HOME: home,
        // Nobody is there to say yes.
        PULUMI_SKIP_CONFIRMATIONS: "true",
        npm_config_update_notifier: "false",
        GIT_TERMINAL_PROMPT: "0",
    };
}
