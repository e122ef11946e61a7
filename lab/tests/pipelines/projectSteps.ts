import { engineEnvironment } from "../../engine/environment";
import { OWNER } from "../../engine/settings";
import type { Lab } from "../../loop/lab";
import { RepositoryApi } from "../../loop/repositoryApi";
import { run } from "../../processes/run";
import type { Contexts } from "../../workflow/expressions";
import { type StepResult, runStep } from "../../workflow/runStep";
import { Workflow, type WorkflowStep } from "../../workflow/workflow";

const NAME = "platform";

/** What a step is told beside what the runner and the lab say. */
export interface StepSettings {
    readonly env?: NodeJS.ProcessEnv;
    /** `steps.<id>.outputs` and `.outcome` of the steps before it. */
    readonly steps?: Contexts;
    /** Secrets of the job's environment. */
    readonly secrets?: Readonly<Record<string, string>>;
}

/**
 * The repository that this project is in, with its workflows, on the lab's GitHub: whose steps run in
 * the copy of the program that the lab's engine runs.
 */
export class ProjectSteps {
    private constructor(
        private readonly lab: Lab,
        private readonly api: string,
        readonly repository: RepositoryApi,
        /** The commit that is checked out. */
        readonly commit: string,
        /** What `github.token` is: it may do what the jobs ask for. */
        private readonly token: string,
    ) {}

    /** Commits the program and pushes it. */
    static async make(lab: Lab): Promise<ProjectSteps> {
        const { api, web } = await lab.gitHub.health();
        const fullName = `${OWNER}/${NAME}`;
        const repository = new RepositoryApi(api, lab.token, fullName);
        await repository.create({ name: NAME, private: true });
        const { token } = await lab.gitHub.putToken({
            login: "developer",
            permissions: { metadata: "read", contents: "read", issues: "write" },
        });
        const url = `${web.replace("://", `://x:${lab.token}@`)}/${fullName}.git`;
        const git = (...args: string[]) => {
            const who = ["-c", "user.name=Developer", "-c", "user.email=developer@example.com"];
            return run("git", [...who, ...args], { cwd: lab.program, shown: ["git", "…"] });
        };
        await git("init", "--quiet", "--initial-branch", "main");
        await git("add", "--", ".", ":!node_modules");
        await git("commit", "--quiet", "--message", "The program");
        await git("push", "--quiet", url, "HEAD:refs/heads/main");
        const { stdout } = await git("rev-parse", "HEAD");
        return new ProjectSteps(lab, api, repository, stdout.trim(), token);
    }

    /** A step as the project's workflow has it. */
    stepOf(file: string, job: string, id: string): WorkflowStep {
        const workflow = Workflow.read(this.lab.paths.project, `.github/workflows/${file}`);
        return workflow.step(job, { id });
    }

    /** Runs a step of one of the project's workflows. */
    step(file: string, job: string, id: string, settings: StepSettings = {}): Promise<StepResult> {
        const { lab, token } = this;
        return runStep(this.stepOf(file, job, id), {
            directory: lab.program,
            env: {
                ...process.env,
                ...engineEnvironment(lab.home),
                STACK: "dev",
                GITHUB_API_URL: this.api,
                GITHUB_SERVER_URL: new URL(this.api).origin,
                GITHUB_REPOSITORY: this.repository.fullName,
                GITHUB_RUN_ID: "7",
                GITHUB_SHA: this.commit,
                GITHUB_WORKSPACE: lab.program,
                ...settings.env,
            },
            contexts: {
                github: { token },
                inputs: { confirmation: settings.env?.CONFIRMATION ?? "" },
                secrets: { ...NO_SECRETS, ...settings.secrets },
                steps: settings.steps ?? {},
            },
        });
    }
}

/** What is not set is empty. */
const NO_SECRETS = {
    PREVIEW_GITHUB_TOKEN: "",
    PREVIEW_KUBECONFIG: "",
    PULUMI_ACCESS_TOKEN: "",
};
