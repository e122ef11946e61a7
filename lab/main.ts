/** The lab's command line: `npm run lab -- COMMAND`. */
import { once } from "node:events";
import { constants } from "node:os";
import * as fs from "node:fs";
import { parseArgs } from "node:util";
import { labDown } from "./down";
import { forward } from "./forward";
import { requireLinuxRoot } from "./host";
import { insideProcess } from "./inside";
import { labPaths } from "./paths";
import { logFile } from "./processes/services";
import { run } from "./processes/run";
import { describeStatus, labStatus } from "./status";
import { ensureTools } from "./tools/buildTools";
import { labUp, prepare } from "./up";

const USAGE = `usage: npm run lab -- COMMAND
  up [--no-install]    start the lab, or what of it does not run; builds what it needs first.
                       --no-install: name missing Debian packages instead of installing them
  prepare [--no-install]
                       packages, tools and images for later, without starting anything
  tools                build the tools only
  status [--json]      what runs, addresses, memory, how to look around
  logs [NAME] [--follow]
                       a service's log, or the list of logs
  exec COMMAND…        run a command of this machine inside the lab
  forward NAMESPACE/SERVICE PORT LOCALPORT
                       lead a port of this machine to a Service of the cluster, until Ctrl-C
  down                 stop the lab and remove everything of it but logs and what was built`;

/** The command line is not understood. */
class UsageError extends Error {}

async function main(args: readonly string[]): Promise<number> {
    const [command, ...rest] = args;
    // The words of `exec` are another command's, options included.
    if (command === "exec") {
        return exec(rest);
    }
    const { values, positionals } = parse(rest);
    if (command === "forward") {
        return forwardService(positionals);
    }
    if (positionals.length > (command === "logs" ? 1 : 0)) {
        throw new UsageError(`unexpected: ${positionals.join(" ")}`);
    }
    switch (command) {
        case "up":
            return up(!values["no-install"]);
        case "prepare":
            requireLinuxRoot();
            await prepare(labPaths(), { install: !values["no-install"] });
            return 0;
        case "tools":
            await ensureTools(labPaths());
            return 0;
        case "status":
            return status(values.json);
        case "logs":
            return logs(positionals[0], values.follow);
        case "down":
            console.log(`the lab is down (${(await labDown()).toFixed(1)} s)`);
            return 0;
        default:
            throw new UsageError(
                command === undefined ? "no command" : `unknown command "${command}"`,
            );
    }
}

function parse(args: string[]) {
    try {
        return parseArgs({
            args,
            allowPositionals: true,
            options: {
                "no-install": { type: "boolean", default: false },
                json: { type: "boolean", default: false },
                follow: { type: "boolean", default: false, short: "f" },
            },
        });
    } catch (error) {
        throw new UsageError((error as Error).message);
    }
}

async function up(install: boolean): Promise<number> {
    const times = await labUp({ install });
    console.log(
        `${describeStatus(labStatus())}\nready in ${times.start.toFixed(1)} s, after ${times.preparation.toFixed(1)} s of preparation`,
    );
    return 0;
}

function status(json: boolean): number {
    const now = labStatus();
    console.log(json ? JSON.stringify(now, undefined, 2) : describeStatus(now));
    return 0;
}

async function logs(name: string | undefined, follow: boolean): Promise<number> {
    const paths = labPaths();
    const there = fs.existsSync(paths.logs)
        ? fs.readdirSync(paths.logs).map((file) => file.replace(/\.log$/, ""))
        : [];
    if (name === undefined) {
        console.log(there.length === 0 ? "no logs yet" : there.sort().join("\n"));
        return 0;
    }
    if (!there.includes(name)) {
        throw new UsageError(`no log "${name}"; there are: ${there.sort().join(", ")}`);
    }
    const file = logFile(paths, name);
    await run("tail", follow ? ["-n", "50", "-F", file] : ["-n", "+1", file], { terminal: true });
    return 0;
}

/** Goes on until it is ended. */
async function forwardService([service, port, localPort, ...more]: string[]): Promise<number> {
    if (service === undefined || port === undefined || localPort === undefined || more.length > 0) {
        throw new UsageError("forward needs NAMESPACE/SERVICE PORT LOCALPORT");
    }
    requireLinuxRoot();
    const end = await forward({
        service,
        port: Number(port),
        localPort: Number(localPort),
    });
    console.log(`127.0.0.1:${localPort} leads to port ${port} of ${service}; Ctrl-C ends it`);
    await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
    await end();
    return 0;
}

/** Exits as the command does; a signal counts as in shells. */
async function exec([command, ...args]: string[]): Promise<number> {
    if (command === undefined) {
        throw new UsageError("exec needs a command");
    }
    requireLinuxRoot();
    const child = insideProcess(command, args, { stdio: "inherit" });
    // A terminal sends Ctrl-C to both; how to react is the command's decision.
    process.on("SIGINT", () => undefined);
    return new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("exit", (code, signal) => {
            resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
        });
    });
}

main(process.argv.slice(2)).then(
    (code) => {
        process.exitCode = code;
    },
    (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        console.error(error instanceof UsageError ? `${message}\n\n${USAGE}` : `lab: ${message}`);
        process.exitCode = error instanceof UsageError ? 2 : 1;
    },
);
