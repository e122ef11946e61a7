/**
 * The real engine and the real GitHub provider against the stand-in: up, unchanged, refresh,
 * update in place, destroy, nothing left. Run by hand, because it needs `pulumi`,
 * `pulumi-language-nodejs` and `pulumi-resource-github` on PATH:
 * `npx tsx test/lab/github/provider/run.ts`
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs/promises";
import path from "node:path";
import { eventually, Harness, Receiver } from "../harness";

async function main(): Promise<void> {
    const harness = await Harness.start();
    const receiver = new Receiver();
    try {
        await tryProvider(harness, receiver);
    } finally {
        receiver.close();
        await harness.stop();
    }
}

async function tryProvider(harness: Harness, receiver: Receiver): Promise<void> {
    const hookUrl = await receiver.listen();
    const backend = path.join(harness.directory, "backend");
    await fs.mkdir(backend);
    const env = {
        ...process.env,
        // The provider would take them before what the program says.
        GITHUB_TOKEN: undefined,
        GITHUB_OWNER: undefined,
        GITHUB_ORGANIZATION: undefined,
        PULUMI_BACKEND_URL: `file://${backend}`,
        PULUMI_CONFIG_PASSPHRASE: "passphrase",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        PULUMI_SKIP_UPDATE_CHECK: "true",
    };
    // A copy, because the engine writes the stack's settings beside the program.
    const program = path.join(harness.directory, "program");
    await fs.cp(path.join(__dirname, "program"), program, { recursive: true });
    const modules = path.dirname(path.dirname(require.resolve("ssh2/package.json")));
    await fs.symlink(modules, path.join(harness.directory, "node_modules"));
    const pulumi = (...args: string[]) =>
        run("pulumi", ["--cwd", program, "--non-interactive", ...args], env);
    const step = async (name: string, ...args: string[]) => {
        const started = Date.now();
        await pulumi(...args);
        console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${name}`);
    };

    await run("pulumi", ["--cwd", program, "stack", "init", "dev"], env);
    const values = {
        // The older provider joins it with "api/v3/" without looking.
        baseUrl: `${harness.web}/`,
        owner: "letsgo",
        hookUrl,
        generation: "1",
        reviewer: String((await harness.api("GET /users/alice")).body.id),
        readKey: (await harness.keyPair("read")).publicKey,
        writeKey: (await harness.keyPair("write")).publicKey,
    };
    for (const [key, value] of Object.entries(values)) {
        await pulumi("config", "set", key, "--", value);
    }
    await pulumi("config", "set", "--secret", "token", "write");

    const before = await harness.admin.tables();
    await step("up", "up", "--yes", "--skip-preview");
    const outputs = JSON.parse(await pulumi("stack", "output", "--json")) as object;
    assert.deepEqual(outputs, {
        sshCloneUrl: harness.sshUrl("letsgo/letsgo-app"),
        absentRepository: {},
        fileOfAbsentRepository: {},
        absentFile: {},
        presentFile: "number: 0\ngeneration: 1\n",
    });
    await step("preview, unchanged", "preview", "--expect-no-changes");
    await step("refresh, unchanged", "refresh", "--yes", "--skip-preview", "--expect-no-changes");
    await pulumi("config", "set", "generation", "2");
    await step("up with everything changed", "up", "--yes", "--skip-preview");
    const secret = { repository: "letsgo/letsgo-app", name: "REGISTRY_PASSWORD" };
    assert.equal(await harness.admin.openSecret(secret), "password-2");
    await step("refresh, unchanged", "refresh", "--yes", "--skip-preview", "--expect-no-changes");
    await step("preview, unchanged", "preview", "--expect-no-changes");
    const requests = await harness.admin.requests();
    await step("destroy", "destroy", "--yes", "--skip-preview");
    assert.deepEqual(await harness.admin.tables(), before);
    assert.deepEqual(await harness.admin.violations(), []);
    assert.equal(requests.filter(({ status }) => status === 409).length, 0);
    await eventually("the pushes of the second generation", () => {
        const pushes = receiver.of("push").length;
        return pushes >= 10 ? true : `${pushes} of 10`;
    });
    const writes = requests.filter(({ write }) => write).length;
    console.log(
        `nothing left, no violation; ${requests.length} requests, ${writes} of them writes`,
    );
}

/** @returns standard output; shows everything when the command fails */
function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
    return new Promise((resolve, reject) => {
        const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
        const [out, err]: [Buffer[], Buffer[]] = [[], []];
        child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
        child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
        child.on("error", reject);
        child.on("close", (code) => {
            const text = Buffer.concat(out).toString("utf8");
            if (code === 0) {
                resolve(text);
            } else {
                const all = `${text}${Buffer.concat(err).toString("utf8")}`;
                reject(
                    new Error(`${command} ${args.join(" ")} ended with ${String(code)}\n${all}`),
                );
            }
        });
    });
}

main().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
});
