import { runStep } from "./runStep";
import { evaluated } from "./expressions";
import { Workflow } from "./workflow";

/** What a run of the workflow is for. */
export interface Ref {
    readonly type: "branch" | "tag";
    /** `main`, `v1.2.3`. */
    readonly name: string;
}

/** What the workflow's job `build` asks the container builder for. */
export interface ImageBuild {
    /** Image without tag. */
    readonly repository: string;
    readonly tag: string;
    /** Folder of the repository with Dockerfile and sources. */
    readonly context: string;
    readonly platforms: readonly string[];
    readonly buildArgs: Readonly<Record<string, string>>;
    readonly labels: Readonly<Record<string, string>>;
}

/** What the lab's GitHub says of the repository: `github.…` in expressions. */
export interface RepositoryContext {
    /** `https://git.lab` */
    readonly server_url: string;
    /** `letsgo/letsgo-gitops` */
    readonly repository: string;
    /** The checked out commit. */
    readonly sha: string;
}

/**
 * The tag the checked out commit gets, by the step of the workflow that lies in the repository.
 *
 * @throws Error with what the step printed, if it fails
 */
export async function buildTag(directory: string, ref: Ref): Promise<string> {
    const step = Workflow.read(directory).step("build", { id: "tag" });
    const env = { ...process.env, ...refVariables(ref) };
    const { code, outputs, log } = await runStep(step, { directory, env });
    if (code !== 0 || outputs["tag"] === undefined) {
        throw new Error(`the workflow gives ${ref.type} ${ref.name} no tag: ${log}`);
    }
    return outputs["tag"];
}

/** What the runner says of a ref in the environment. */
export function refVariables({ type, name }: Ref): NodeJS.ProcessEnv {
    return {
        GITHUB_REF: `refs/${type === "tag" ? "tags" : "heads"}/${name}`,
        GITHUB_REF_NAME: name,
        GITHUB_REF_TYPE: type,
    };
}

/** All that the workflow in the repository asks of the container builder, for one image. */
export async function imageBuild(
    directory: string,
    name: string,
    ref: Ref,
    github: RepositoryContext,
): Promise<ImageBuild> {
    const workflow = Workflow.read(directory);
    const matrix = workflow.matrixEntry("build", name);
    const step = workflow.step("build", { action: "docker/build-push-action" });
    const tag = await buildTag(directory, ref);
    const contexts = {
        matrix,
        github: { ...github },
        steps: { tag: { outputs: { tag } } },
    };
    const input = (key: string) => evaluated(step.with[key] ?? "", contexts);
    const [reference = "", ...others] = input("tags").split("\n").filter(Boolean);
    if (others.length > 0) throw new Error(`one tag a build: ${input("tags")}`);
    const at = reference.lastIndexOf(":");
    return {
        repository: reference.slice(0, at),
        tag: reference.slice(at + 1),
        context: input("context"),
        platforms: input("platforms").split(","),
        buildArgs: pairs(input("build-args")),
        labels: pairs(input("labels")),
    };
}

function pairs(lines: string): Record<string, string> {
    return Object.fromEntries(
        lines
            .split("\n")
            .filter(Boolean)
            .map((line) => {
                const at = line.indexOf("=");
                return [line.slice(0, at), line.slice(at + 1)];
            }),
    );
}
