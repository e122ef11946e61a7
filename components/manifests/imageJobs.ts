import { BUILD_TAG_SCRIPT } from "./buildTagScript";
import type { AppModel } from "./model";
import { Actions } from "./pinnedActions";

/** How images are built. */
export interface ImageJobsArgs {
    readonly app: AppModel;
    /** Host of the registry, as in the image names: `ghcr.io`. */
    readonly registry: string;
    /** Branch whose commits become development builds. */
    readonly defaultBranch: string;
    /** What each image is built for: `linux/amd64`; with several, a tag names an index of them. */
    readonly platforms: readonly string[];
}

/** Actions secrets the workflow signs in with, unless the registry is GHCR. */
export const RegistrySecrets = {
    Username: "REGISTRY_USERNAME",
    Password: "REGISTRY_PASSWORD",
} as const;

/** Id of the step that gives the image's tag as its output `tag`. */
export const TAG_STEP = "tag";

/** Builds every image and pushes it. The only job that signs in to the registry. */
export function pushJob(args: ImageJobsArgs) {
    const isGhcr = args.registry === "ghcr.io";
    return {
        name: "Push ${{ matrix.name }}",
        if: "github.event_name == 'push'",
        "runs-on": "ubuntu-24.04",
        "timeout-minutes": 30,
        permissions: { contents: "read", ...(isGhcr && { packages: "write" }) },
        strategy: strategy(args.app),
        // Each run of the matrix gives its own one; the others stay empty, and are passed over.
        outputs: Object.fromEntries(
            args.app.images.map(({ name }) => [
                digestOutput(name),
                `\${{ matrix.name == '${name}' && steps.build.outputs.digest || '' }}`,
            ]),
        ),
        steps: [
            { uses: Actions.checkout, with: { "persist-credentials": false } },
            {
                name: "Tag",
                id: TAG_STEP,
                env: { DEFAULT_BRANCH: args.defaultBranch },
                run: BUILD_TAG_SCRIPT,
            },
            { uses: Actions.buildx },
            { uses: Actions.login, with: { registry: args.registry, ...credentials(isGhcr) } },
            {
                id: "build",
                uses: Actions.build,
                with: {
                    ...sources(args),
                    push: true,
                    tags: "${{ matrix.repository }}:${{ steps.tag.outputs.tag }}",
                    "build-args": "BUILD_ID=${{ steps.tag.outputs.tag }}",
                    labels: LABELS,
                    "cache-to": "type=gha,mode=max,scope=${{ matrix.name }}",
                },
            },
        ],
    };
}

/** Builds what a pull request changes, and pushes nothing. It has no secret, and signs in nowhere. */
export function tryJob(args: ImageJobsArgs, workflowPath: string) {
    const ifChanged = "steps.changed.outputs.changed == 'true'";
    return {
        name: "Build ${{ matrix.name }}",
        if: "github.event_name == 'pull_request'",
        "runs-on": "ubuntu-24.04",
        "timeout-minutes": 30,
        permissions: { contents: "read" },
        strategy: strategy(args.app),
        steps: [
            // The merge of the pull request, and what it is merged into.
            { uses: Actions.checkout, with: { "persist-credentials": false, "fetch-depth": 2 } },
            {
                name: "Changed",
                id: "changed",
                env: { CONTEXT: "${{ matrix.context }}", WORKFLOW: workflowPath },
                run: CHANGED_SCRIPT,
            },
            { if: ifChanged, uses: Actions.buildx },
            {
                if: ifChanged,
                uses: Actions.build,
                with: {
                    ...sources(args),
                    push: false,
                    "build-args": "BUILD_ID=pull-request-${{ github.event.number }}",
                },
            },
        ],
    };
}

/** Name of the push job's output with the digest of what was pushed of an image. */
export function digestOutput(image: string): string {
    // An output's name begins with a letter; an image's may begin with a digit.
    return `digest-${image}`;
}

/** A context as a folder of the repository: no leading `./`, no `/` at the end. */
export function contextFolder(context: string): string {
    return context.replace(/^\.\/|\/$/g, "");
}

const CHANGED_SCRIPT = `if git diff --quiet HEAD^1 HEAD -- "$CONTEXT" "$WORKFLOW" ":(exclude)manifests"; then
    echo "Nothing of $CONTEXT has changed."
else
    echo "changed=true" >> "$GITHUB_OUTPUT"
fi
`;

/** `source` links a GHCR package to the repository: without it no event is sent when it changes. */
const LABELS = `org.opencontainers.image.source=\${{ github.server_url }}/\${{ github.repository }}
org.opencontainers.image.revision=\${{ github.sha }}
org.opencontainers.image.version=\${{ steps.tag.outputs.tag }}
`;

function strategy(app: AppModel) {
    const include = app.images.map(({ name, repository, context }) => ({
        name,
        repository,
        context,
    }));
    return { "fail-fast": false, matrix: { include } };
}

function sources({ platforms }: ImageJobsArgs) {
    return {
        context: "${{ matrix.context }}",
        platforms: platforms.join(","),
        // No manifest of Docker's own beside the images: for one platform a tag then is one image.
        provenance: false,
        "cache-from": "type=gha,scope=${{ matrix.name }}",
    };
}

function credentials(isGhcr: boolean) {
    return isGhcr
        ? { username: "${{ github.actor }}", password: "${{ secrets.GITHUB_TOKEN }}" }
        : {
              username: `\${{ secrets.${RegistrySecrets.Username} }}`,
              password: `\${{ secrets.${RegistrySecrets.Password} }}`,
          };
}
