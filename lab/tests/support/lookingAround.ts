import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs/promises";
import * as http from "node:http";
import * as https from "node:https";
import * as os from "node:os";
import * as path from "node:path";
import { text } from "node:stream/consumers";

import { type LeftUp, lookAround, printed } from "../../demo/lookAround";
import type { Lab } from "../../loop/lab";
import { run } from "../../processes/run";
import { waitFor } from "../../wait";

/** Runs the commands that the demo leaves its user with, line by line as it prints them. */
export async function assertLookingAroundWorks(lab: Lab, left: LeftUp): Promise<void> {
    const directory = await fs.mkdtemp(path.join(os.tmpdir(), "image-drift-look-"));
    try {
        const suggested = await lookAround(lab, left, path.join(directory, "clone"));
        const lines = printed(suggested).map((line) => line.trim());
        assert.doesNotMatch(lines.join("\n"), new RegExp(lab.token));

        const said: string[] = [];
        for (const { command } of suggested.others) {
            assert.ok(lines.includes(command), command);
            said.push((await shell(lab, command)).stdout);
        }
        const [password = "", told = "", ...pods] = said;
        for (const [index, stack] of left.stacks.entries()) {
            const names = new RegExp(
                `application\\S*/letsgo-app-${stack}[^]*imageupdater\\S*/letsgo-app-${stack}`,
            );
            assert.match(told, names);
            assert.match(pods[index] ?? "", /^backend-\S+ +1\/1 +Running/m);
        }
        await fs.access(path.join(directory, "clone", "manifests", "base", "kustomization.yaml"));

        assert.ok(lines.includes(suggested.forward.command));
        await whileRunning(lab, suggested.forward.command, async () => {
            await answersArgoCd(suggested.url, password);
        });
    } finally {
        await fs.rm(directory, { recursive: true });
    }
}

function shell(lab: Lab, command: string) {
    return run("bash", ["-o", "pipefail", "-c", command], { cwd: lab.paths.project });
}

/** Ends the command with Ctrl-C: a signal to its whole process group. */
async function whileRunning(lab: Lab, command: string, work: () => Promise<void>): Promise<void> {
    const child = spawn("bash", ["-c", command], {
        cwd: lab.paths.project,
        detached: true,
        stdio: "ignore",
    });
    const ended = once(child, "exit");
    try {
        await work();
    } finally {
        if (child.pid !== undefined) {
            process.kill(-child.pid, "SIGINT");
        }
        await ended;
    }
}

/** It is there, and its administrator gets in with the password. */
async function answersArgoCd(url: string, password: string): Promise<void> {
    const version = await waitFor(
        async () => {
            try {
                return { met: true, value: await ask("GET", `${url}/api/version`) };
            } catch (error) {
                return { met: false, state: String(error) };
            }
        },
        { what: `Argo CD at ${url}`, deadlineSeconds: 30, intervalMilliseconds: 300 },
    );
    assert.match(version, /"Version":"v\d/);
    const signIn = JSON.stringify({ username: "admin", password });
    assert.match(await ask("POST", `${url}/api/v1/session`, signIn), /"token":/);
}

/** @returns the answer's text */
async function ask(method: string, url: string, body?: string): Promise<string> {
    const request = (url.startsWith("https:") ? https : http).request(url, {
        method,
        headers: { "content-type": "application/json" },
        // Its certificate is its own: browsers warn of it, too.
        rejectUnauthorized: false,
        signal: AbortSignal.timeout(10_000),
    });
    const answered = once(request, "response") as Promise<[http.IncomingMessage]>;
    request.end(body);
    const [response] = await answered;
    const said = await text(response);
    assert.ok((response.statusCode ?? 0) < 300, `${response.statusCode ?? 0}: ${said}`);
    return said;
}
