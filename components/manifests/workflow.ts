import { MANAGED, withReasons } from "./headers";
import { contextFolder, type ImageJobsArgs, pushJob, tryJob } from "./imageJobs";
import type { AppModel, RepositoryFile } from "./model";
import { overlayJob } from "./overlayJob";
import { type Provenance, provenanceJob } from "./provenanceJob";
import { toYaml } from "./yaml";

export interface BuildWorkflowArgs extends ImageJobsArgs {
    readonly provenance: Provenance;
}

/** Path of the workflow, below the repository's root. */
export const WORKFLOW_PATH = ".github/workflows/build-and-push.yml";

/**
 * The workflow that builds every image: a Git tag `v…` becomes the image tag as it is, a commit on
 * the default branch becomes `dev-<yyyymmddhhmmss>-<sha7>`. One tag a build, none that moves.
 *
 * Pull requests are checked: overlays are built and held against Kubernetes' schemas, images are
 * built and not pushed. Those jobs have no secrets, wherever the pull request comes from.
 */
export function buildWorkflow(args: BuildWorkflowArgs): RepositoryFile {
    const { app, defaultBranch } = args;
    const attest = provenanceJob(app, args.provenance, "build");
    return {
        path: WORKFLOW_PATH,
        content: toYaml(
            {
                name: "build-and-push",
                on: {
                    push: {
                        branches: [defaultBranch],
                        tags: ["v*"],
                        // Not evaluated for tags. Commits to manifests build nothing.
                        paths: paths(app),
                    },
                    // Without paths: a check that is required has to report on every pull request.
                    pull_request: { branches: [defaultBranch] },
                },
                permissions: {},
                // What has begun is pushed whole: a newer commit waits. Checks of a pull request
                // stop when it changes.
                concurrency: {
                    group: "${{ github.workflow }}-${{ github.ref }}",
                    "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
                },
                defaults: { run: { shell: "bash" } },
                jobs: {
                    build: pushJob(args),
                    ...(attest && { attest }),
                    images: tryJob(args, WORKFLOW_PATH),
                    overlays: overlayJob(),
                },
            },
            {
                header: withReasons(
                    MANAGED,
                    "Made from config `images`, `registry`, `platforms` and `provenance`. Checks of your\n" +
                        "own belong into workflows of their own.",
                ),
            },
        ),
    };
}

function paths(app: AppModel): string[] {
    const contexts = app.images.map((image) => contextFolder(image.context));
    const patterns = contexts.map((context) => (context === "." ? "**" : `${context}/**`));
    return [
        ...new Set(patterns),
        WORKFLOW_PATH,
        ...(patterns.includes("**") ? ["!manifests/**"] : []),
    ];
}
