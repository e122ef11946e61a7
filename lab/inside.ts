import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import * as fs from "node:fs";
import { cgroupMounts, insideEntrance } from "./processes/cgroups";
import { enterNamespaces, namespacesExist } from "./network/namespaces";
import { labPaths, type LabPaths } from "./paths";
import { run, type CommandResult, type RunOptions } from "./processes/run";
import { toolsOnPath } from "./tools/toolPath";

/** There is no lab to run something in. */
export class LabDown extends Error {
    override readonly name = "LabDown";
    constructor() {
        super("the lab is not up: start it with `npm run lab -- up`");
    }
}

/** Set for programs in the lab: they need not enter it again. */
const INSIDE_MARK = "IMAGE_DRIFT_INSIDE";

export interface InsideOptions extends RunOptions {
    readonly paths?: LabPaths;
}

/**
 * Runs a command of this machine inside the lab: in its network namespace, with its names
 * (`git.lab`, `registry.lab`), its tools first on PATH, KUBECONFIG, and its certificate authority
 * trusted. `env` adds to that environment; undefined values remove from it. The command ends with
 * its caller. Throws {@link LabDown} or CommandFailed.
 */
export async function inside(
    command: string,
    args: readonly string[],
    options: InsideOptions = {},
): Promise<CommandResult> {
    const paths = options.paths ?? labPaths();
    const [launcher, launcherArgs] = launchInside(paths, command, args, options.cwd);
    return run(launcher, launcherArgs, {
        shown: [command, ...args],
        ...options,
        cwd: "/",
        env: insideEnvironment(paths, options.env),
    });
}

/** Like {@link inside}, for a command that goes on while the caller does other things. */
export function insideProcess(
    command: string,
    args: readonly string[],
    options: Omit<InsideOptions, "input" | "terminal" | "accept"> & {
        readonly stdio?: StdioOptions;
    } = {},
): ChildProcess {
    const paths = options.paths ?? labPaths();
    const [launcher, launcherArgs] = launchInside(paths, command, args, options.cwd);
    return spawn(launcher, launcherArgs, {
        cwd: "/",
        env: insideEnvironment(paths, options.env),
        stdio: options.stdio ?? "pipe",
        signal: options.signal,
    });
}

/** `kubectl` as the lab's administrator; its standard output. */
export async function kubectl(
    args: readonly string[],
    options: InsideOptions = {},
): Promise<string> {
    return (await inside("kubectl", args, options)).stdout;
}

/** What a program needs in its environment to find and trust the lab's servers. */
export function insideEnvironment(
    paths: LabPaths,
    extra: NodeJS.ProcessEnv = {},
): NodeJS.ProcessEnv {
    const own = Object.entries(process.env).filter(([name]) => !isProxyVariable(name));
    return {
        ...Object.fromEntries(own),
        PATH: `${toolsOnPath(paths)}:${process.env.PATH ?? "/usr/local/bin:/usr/bin:/bin"}:/usr/sbin:/sbin`,
        [INSIDE_MARK]: "1",
        KUBECONFIG: paths.kubeconfig,
        SSL_CERT_FILE: paths.caBundle,
        GIT_SSL_CAINFO: paths.caBundle,
        CURL_CA_BUNDLE: paths.caBundle,
        NODE_EXTRA_CA_CERTS: paths.caBundle,
        ...extra,
    };
}

/** A proxy of the machine cannot be reached from the lab. */
function isProxyVariable(name: string): boolean {
    return /^(https?|all|no)_proxy$/i.test(name);
}

/**
 * The command line that enters the lab's control group, then its namespaces, then the directory,
 * and becomes the command; the kernel ends it when its parent ends.
 */
function launchInside(
    paths: LabPaths,
    command: string,
    args: readonly string[],
    cwd = process.cwd(),
): [string, string[]] {
    if (process.env[INSIDE_MARK] !== undefined) {
        return ["env", [`--chdir=${cwd}`, command, ...args]];
    }
    if (!namespacesExist(paths)) {
        throw new LabDown();
    }
    const group = insideEntrance(cgroupMounts());
    const directory = fs.existsSync(cwd) ? cwd : "/";
    const enter = enterNamespaces(paths);
    return [
        "sh",
        [
            ...["-ec", 'echo $$ > "$1"; shift; exec "$@"', "inside", group],
            ...["setpriv", "--pdeathsig", "TERM", "--", ...enter],
            ...["env", `--chdir=${directory}`, command, ...args],
        ],
    ];
}
