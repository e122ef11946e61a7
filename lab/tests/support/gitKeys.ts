import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

import { run } from "../../processes/run";
import type { Lab } from "../../loop/lab";

/** Reads the repository over SSH with a private key. */
export async function fetchWithKey(lab: Lab, privateKey: string): Promise<void> {
    await withKey(privateKey, async (env) => {
        await run("git", ["ls-remote", url(lab)], { env, cwd: "/" });
    });
}

/** Pushes a branch that nobody looks at over SSH with a private key. */
export async function pushWithKey(lab: Lab, privateKey: string): Promise<void> {
    await withKey(privateKey, async (env, directory) => {
        await run("git", ["clone", "--quiet", "--depth=1", url(lab), "clone"], {
            env,
            cwd: directory,
        });
        await run("git", ["push", "origin", "HEAD:refs/heads/intruder"], {
            env,
            cwd: path.join(directory, "clone"),
        });
    });
}

function url(lab: Lab): string {
    return `ssh://git@git.lab:22/${lab.repository.fullName}.git`;
}

async function withKey(
    privateKey: string,
    work: (env: NodeJS.ProcessEnv, directory: string) => Promise<void>,
): Promise<void> {
    const directory = await fs.mkdtemp(path.join(os.tmpdir(), "image-drift-key-"));
    try {
        const file = path.join(directory, "key");
        await fs.writeFile(file, privateKey, { mode: 0o600 });
        const ssh = [
            ...["ssh", "-F", "none", "-i", file, "-o", "IdentitiesOnly=yes"],
            ...["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"],
        ];
        await work({ ...process.env, GIT_SSH_COMMAND: ssh.join(" ") }, directory);
    } finally {
        await fs.rm(directory, { recursive: true });
    }
}
