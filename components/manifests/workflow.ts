import { MANAGED, withReasons } from "./headers";
import type { AppModel, RepositoryFile } from "./model";
import { commented, toYaml } from "./yaml";

export interface BuildWorkflowArgs {
    readonly app: AppModel;
    /** Host of the registry, as in the image names: `ghcr.io`. */
    readonly registry: string;
    /** Branch whose commits become development builds. */
    readonly defaultBranch: string;
}

/** Path of the workflow, below the repository's root. */
export const WORKFLOW_PATH = ".github/workflows/build-and-push.yml";

/** Actions secrets the workflow signs in with, unless the registry is GHCR. */
export const RegistrySecrets = {
    Username: "REGISTRY_USERNAME",
    Password: "REGISTRY_PASSWORD",
} as const;

/** Actions by commit, because tags can be moved. */
const Actions = {
    checkout: pinned("actions/checkout", "93cb6efe18208431cddfb8368fd83d5badbf9bfd", "v5.0.1"),
    buildx: pinned(
        "docker/setup-buildx-action",
        "8d2750c68a42422c14e847fe6c8ac0403b4cbd6f",
        "v3.12.0",
    ),
    login: pinned("docker/login-action", "c94ce9fb468520275223c153574b00df6fe4bcc9", "v3.7.0"),
    build: pinned(
        "docker/build-push-action",
        "10e90e3645eae34f1e60eeb005ba3a3d33f178e8",
        "v6.19.2",
    ),
};

/**
 * The image's tag, from what is built. Runs in bash with `-eo pipefail`; the runner gives the ref
 * in the environment, where no shell can take it for code.
 */
const TAG_SCRIPT = `if [ "$GITHUB_REF_TYPE" = tag ]; then
    tag="$GITHUB_REF_NAME"
else
    # The commit's own time, so that a second run gives the same tag.
    time="$(TZ=UTC0 git show --no-patch --format=%cd --date=format-local:%Y%m%d%H%M%S HEAD)"
    commit="$(git rev-parse HEAD)"
    tag="dev-$time-\${commit:0:7}"
fi
if ! [[ "$tag" =~ ^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$ ]]; then
    echo "::error::$tag cannot be an image tag. Allowed: letters, digits and _.- up to 128."
    exit 1
fi
echo "tag=$tag" >> "$GITHUB_OUTPUT"
`;

/**
 * The workflow that builds every image: a Git tag `v…` becomes the image tag as it is, a commit on
 * the default branch becomes `dev-<yyyymmddhhmmss>-<sha7>`. One tag a build, none that moves.
 */
export function buildWorkflow(args: BuildWorkflowArgs): RepositoryFile {
    const ghcr = args.registry === "ghcr.io";
    return {
        path: WORKFLOW_PATH,
        content: toYaml(
            {
                name: "build-and-push",
                on: {
                    push: {
                        branches: [args.defaultBranch],
                        tags: ["v*"],
                        // Not evaluated for tags. Commits to manifests build nothing.
                        paths: paths(args.app),
                    },
                },
                permissions: {},
                // A newer commit waits, so that what has begun is pushed whole.
                concurrency: {
                    group: "${{ github.workflow }}-${{ github.ref }}",
                    "cancel-in-progress": false,
                },
                defaults: { run: { shell: "bash" } },
                jobs: { build: buildJob(args, ghcr) },
            },
            { header: withReasons(MANAGED, "Images come from config `images`.") },
        ),
    };
}

function buildJob(args: BuildWorkflowArgs, ghcr: boolean) {
    return {
        name: "${{ matrix.name }}",
        "runs-on": "ubuntu-24.04",
        "timeout-minutes": 30,
        permissions: { contents: "read", ...(ghcr && { packages: "write" }) },
        strategy: {
            "fail-fast": false,
            matrix: {
                include: args.app.images.map(({ name, repository, context }) => ({
                    name,
                    repository,
                    context,
                })),
            },
        },
        steps: [
            { uses: Actions.checkout, with: { "persist-credentials": false } },
            { name: "Tag", id: "tag", run: TAG_SCRIPT },
            { uses: Actions.buildx },
            { uses: Actions.login, with: { registry: args.registry, ...credentials(ghcr) } },
            {
                uses: Actions.build,
                with: {
                    context: "${{ matrix.context }}",
                    push: true,
                    tags: "${{ matrix.repository }}:${{ steps.tag.outputs.tag }}",
                    "build-args": "BUILD_ID=${{ steps.tag.outputs.tag }}",
                    labels: LABELS,
                    // One manifest an image: with a provenance manifest beside it the tag would
                    // point to an index, whose build date strategy newest-build cannot read.
                    provenance: false,
                    "cache-from": "type=gha,scope=${{ matrix.name }}",
                    "cache-to": "type=gha,mode=max,scope=${{ matrix.name }}",
                },
            },
        ],
    };
}

/** `source` links a GHCR package to the repository: without it no event is sent when it changes. */
const LABELS = `org.opencontainers.image.source=\${{ github.server_url }}/\${{ github.repository }}
org.opencontainers.image.revision=\${{ github.sha }}
org.opencontainers.image.version=\${{ steps.tag.outputs.tag }}
`;

function credentials(ghcr: boolean) {
    return ghcr
        ? { username: "${{ github.actor }}", password: "${{ secrets.GITHUB_TOKEN }}" }
        : {
              username: `\${{ secrets.${RegistrySecrets.Username} }}`,
              password: `\${{ secrets.${RegistrySecrets.Password} }}`,
          };
}

function paths(app: AppModel): string[] {
    const contexts = app.images.map((image) => image.context.replace(/^\.\/|\/$/g, ""));
    const patterns = contexts.map((context) => (context === "." ? "**" : `${context}/**`));
    return [
        ...new Set(patterns),
        WORKFLOW_PATH,
        ...(patterns.includes("**") ? ["!manifests/**"] : []),
    ];
}

function pinned(action: string, commit: string, version: string): unknown {
    return commented(`${action}@${commit}`, version);
}
