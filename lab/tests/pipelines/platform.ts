/** The project itself as a repository on the lab's GitHub, in which its workflows run. */
import * as fs from "node:fs/promises";
import * as path from "node:path";

import { copyProgram } from "../../engine/project";
import { LabStack } from "../../engine/labStack";
import { OWNER } from "../../engine/settings";
import type { Lab } from "../../loop/lab";
import { run } from "../../processes/run";

/** Name of the repository. */
export const PLATFORM = "platform";

/** What a checkout has that workflows need, besides the program. */
const PIPELINES = [".github", "package-lock.json", "scripts/ci"];

/** A pull request, checked out as GitHub's runner does: as it would be merged. */
export interface PullRequestCheckout {
    readonly number: number;
    /** The last commit of its branch. */
    readonly commit: string;
}

/** A checkout of the project with the lab's stack files, pushed to a repository of its own. */
export class Platform {
    private constructor(
        private readonly lab: Lab,
        readonly directory: string,
    ) {}

    /** Makes the repository, and pushes the project as this checkout has it, configured for the lab. */
    static async make(lab: Lab, directory: string, stack: string): Promise<Platform> {
        const { project } = lab.paths;
        await copyProgram(project, directory);
        for (const name of PIPELINES) {
            await fs.cp(path.join(project, name), path.join(directory, name), { recursive: true });
        }
        await fs.writeFile(path.join(directory, ".gitignore"), "node_modules\n");
        const { home, settings: config } = lab;
        await LabStack.open({ name: stack, directory, home, config });

        const platform = new Platform(lab, directory);
        await platform.ask("POST", `/orgs/${OWNER}/repos`, { name: PLATFORM, private: true });
        const { web } = await lab.gitHub.health();
        await platform.git("init", "--quiet", "--initial-branch=main");
        const origin = web.replace("://", `://x-access-token:${lab.token}@`);
        await platform.git("remote", "add", "origin", `${origin}/${OWNER}/${PLATFORM}.git`);
        await platform.commit("The project, configured for the lab");
        await platform.git("push", "--quiet", "origin", "main");
        return platform;
    }

    /** Opens a pull request with one change, and checks it out as it would be merged. */
    async openPullRequest(
        branch: string,
        file: string,
        change: (text: string) => string,
    ): Promise<PullRequestCheckout> {
        await this.git("checkout", "--quiet", "-b", branch, "main");
        const commit = await this.change(branch, file, change);
        const title = `Change ${file}`;
        const where = `/repos/${OWNER}/${PLATFORM}/pulls`;
        const answer = await this.ask("POST", where, { title, head: branch, base: "main" });
        const { number } = answer as { number: number };
        await this.checkOutMerged(branch);
        return { number, commit };
    }

    /** Pushes one more change to a pull request's branch; checks it out as it would be merged. */
    async pushAgain(
        branch: string,
        file: string,
        change: (text: string) => string,
    ): Promise<string> {
        await this.git("checkout", "--quiet", branch);
        const commit = await this.change(branch, file, change);
        await this.checkOutMerged(branch);
        return commit;
    }

    /** Deletes the repository. */
    async remove(): Promise<void> {
        await this.ask("DELETE", `/repos/${OWNER}/${PLATFORM}`);
    }

    private async change(branch: string, file: string, change: (text: string) => string) {
        const target = path.join(this.directory, file);
        const text = await fs.readFile(target, "utf8");
        const changed = change(text);
        if (changed === text) throw new Error(`nothing changes in ${file}`);
        await fs.writeFile(target, changed);
        await this.commit(`Change ${file}`);
        await this.git("push", "--quiet", "origin", branch);
        return this.git("rev-parse", "HEAD");
    }

    /** What GitHub keeps at `refs/pull/<number>/merge`. */
    private async checkOutMerged(branch: string): Promise<void> {
        await this.git("checkout", "--quiet", "--detach", "main");
        await this.git("merge", "--quiet", "--no-ff", "--no-edit", branch);
    }

    private async commit(message: string): Promise<void> {
        await this.git("add", "--all");
        await this.git("commit", "--quiet", `--message=${message}`);
    }

    private async git(...args: string[]): Promise<string> {
        const { stdout } = await run("git", args, {
            cwd: this.directory,
            env: {
                ...process.env,
                GIT_TERMINAL_PROMPT: "0",
                GIT_AUTHOR_NAME: "A Developer",
                GIT_AUTHOR_EMAIL: "developer@example.com",
                GIT_COMMITTER_NAME: "A Developer",
                GIT_COMMITTER_EMAIL: "developer@example.com",
            },
            shown: ["git", ...args.map((arg) => arg.replace(this.lab.token, "…"))],
        });
        return stdout.trim();
    }

    /** @throws Error if GitHub refuses */
    private async ask(method: string, where: string, body?: object): Promise<unknown> {
        const { api } = await this.lab.gitHub.health();
        const answer = await fetch(`${api}${where}`, {
            method,
            headers: { Authorization: `Bearer ${this.lab.token}` },
            ...(body && { body: JSON.stringify(body) }),
        });
        const text = await answer.text();
        if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status} ${text}`);
        return text === "" ? undefined : (JSON.parse(text) as unknown);
    }
}
