import * as fs from "node:fs/promises";
import * as path from "node:path";

import { run } from "../processes/run";
import { buildTag, type Ref, type RepositoryContext } from "../workflow/imageBuild";

export interface WorkingCopyArgs {
    readonly directory: string;
    /** `https://git.lab/letsgo/letsgo-gitops.git` */
    readonly url: string;
    readonly token: string;
}

/** A commit, and the files it touched. */
export interface CommitWithFiles {
    readonly sha: string;
    readonly committer: string;
    /** First line of its message. */
    readonly subject: string;
    readonly files: readonly string[];
}

/** A developer's clone, signed in with a token. */
export class WorkingCopy {
    private constructor(
        readonly directory: string,
        private readonly env: NodeJS.ProcessEnv,
    ) {}

    /** Clones anew, whatever was in the directory. */
    static async clone({ directory, url, token }: WorkingCopyArgs): Promise<WorkingCopy> {
        await fs.rm(directory, { recursive: true, force: true });
        const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
        const env = {
            ...process.env,
            GIT_TERMINAL_PROMPT: "0",
            GIT_CONFIG_COUNT: "1",
            GIT_CONFIG_KEY_0: "http.extraHeader",
            GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
            GIT_AUTHOR_NAME: "A Developer",
            GIT_AUTHOR_EMAIL: "developer@example.com",
            GIT_COMMITTER_NAME: "A Developer",
            GIT_COMMITTER_EMAIL: "developer@example.com",
        };
        await run("git", ["clone", "--quiet", url, directory], { env, cwd: "/" });
        return new WorkingCopy(directory, env);
    }

    /** Takes over what others have pushed. */
    async pull(): Promise<void> {
        await this.git("pull", "--quiet", "--rebase");
    }

    /** Changes files, commits and pushes; the new commit. */
    async push(
        message: string,
        change: (text: string, file: string) => string,
        ...files: string[]
    ): Promise<string> {
        await this.pull();
        await this.commit(message, change, files);
        await this.git("push", "--quiet");
        return this.head();
    }

    /** The same to a new branch, for a pull request; what was checked out is so again afterwards. */
    async pushBranch(
        branch: string,
        message: string,
        change: (text: string, file: string) => string,
        ...files: string[]
    ): Promise<void> {
        await this.pull();
        await this.git("switch", "--quiet", "--create", branch);
        await this.commit(message, change, files);
        await this.git("push", "--quiet", "origin", branch);
        await this.git("switch", "--quiet", "-");
    }

    async head(): Promise<string> {
        return this.git("rev-parse", "HEAD");
    }

    /** Files that a commit touched. */
    async changedFiles(commit: string): Promise<string[]> {
        return (await this.git("show", "--format=", "--name-only", commit)).split("\n");
    }

    /** Commits after a commit, oldest first, once what others have pushed is taken over. */
    async commitsAfter(commit: string): Promise<CommitWithFiles[]> {
        await this.pull();
        // Control characters that no name or subject has: one before each commit, one in it.
        const format = "--format=%x1e%H%x1f%cn%x1f%s%x1f";
        const log = await this.git(
            ...["log", "--reverse", "--name-only", format, `${commit}..HEAD`],
        );
        return log
            .split("\x1e")
            .slice(1)
            .map((entry) => {
                const [sha = "", committer = "", subject = "", files = ""] = entry.split("\x1f");
                return { sha, committer, subject, files: files.split("\n").filter(Boolean) };
            });
    }

    /** Undoes a commit by another one, as `git revert` does, and pushes; the new commit. */
    async revert(commit: string): Promise<string> {
        await this.pull();
        await this.git("revert", "--no-edit", commit);
        await this.git("push", "--quiet");
        return this.head();
    }

    /** Puts another commit in the place of the last one, and forces the branch to it. */
    async rewrite(): Promise<void> {
        await this.git("commit", "--quiet", "--amend", "--message=Rewritten");
        await this.git("push", "--quiet", "--force");
    }

    /** Tag of a build of the checked out commit, by the workflow in it. */
    async buildTag(): Promise<string> {
        return buildTag(this.directory, await this.branch());
    }

    /** The branch that is checked out. */
    async branch(): Promise<Ref> {
        return { type: "branch", name: await this.git("rev-parse", "--abbrev-ref", "HEAD") };
    }

    /** What GitHub would say of the repository to a workflow that builds the checked out commit. */
    async repository(): Promise<RepositoryContext> {
        const { origin, pathname } = new URL(await this.git("remote", "get-url", "origin"));
        return {
            server_url: origin,
            repository: pathname.slice(1).replace(/\.git$/, ""),
            sha: await this.head(),
        };
    }

    private async commit(
        message: string,
        change: (text: string, file: string) => string,
        files: readonly string[],
    ): Promise<void> {
        for (const file of files) {
            const target = path.join(this.directory, file);
            const text = await fs.readFile(target, "utf8");
            await fs.writeFile(target, change(text, file));
        }
        await this.git("commit", "--quiet", "--all", `--message=${message}`);
    }

    private async git(...args: string[]): Promise<string> {
        const { stdout } = await run("git", args, {
            cwd: this.directory,
            env: { ...this.env, TZ: "UTC" },
        });
        return stdout.trim();
    }
}
