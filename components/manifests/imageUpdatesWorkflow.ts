import { MANAGED, withReasons } from "./headers";
import { IMAGE_UPDATES_SCRIPT } from "./imageUpdatesScript";
import type { RepositoryFile } from "./model";
import { overlayPath } from "./names";
import { pullRequestHeadPrefix } from "./pullRequestHeads";
import { toYaml } from "./yaml";

export interface ImageUpdatesWorkflowArgs {
    /** Folder below `manifests/overlays`. */
    readonly overlay: string;
    /** Name of the environment's Application. */
    readonly instance: string;
    /** Namespace of Argo CD: part of the names of the updater's branches. */
    readonly argoNamespace: string;
    /** Branch the updater's pull requests are for. */
    readonly branch: string;
    /** Whether they are merged once their checks have passed. */
    readonly autoMerge: boolean;
}

/** How long a run waits for checks. */
const WAIT_MINUTES = 30;

/** Seconds between two looks at them. */
const POLL_SECONDS = 20;

/** Path of an environment's workflow, below the repository's root. */
export function imageUpdatesPath(overlay: string): string {
    return `.github/workflows/image-updates-${overlay}.yml`;
}

/**
 * The workflow that looks after the updater's pull requests of one environment: closes those that a
 * newer one has replaced, deletes their branches, and merges the newest if it is told to.
 *
 * On `pull_request_target`, which runs what the default branch says and not what the pull request
 * says, and also where there is a conflict. Nothing of the pull request is checked out or run, and
 * those from forks are passed over.
 */
export function imageUpdatesWorkflow(args: ImageUpdatesWorkflowArgs): RepositoryFile {
    const name = `image-updates-${args.overlay}`;
    return {
        path: imageUpdatesPath(args.overlay),
        content: toYaml(
            {
                name,
                on: {
                    pull_request_target: {
                        branches: [args.branch],
                        types: ["opened", "reopened", "synchronize", "ready_for_review", "closed"],
                    },
                },
                permissions: {},
                // One that waits does the work of any before it.
                concurrency: { group: name, "cancel-in-progress": false },
                jobs: { "pull-requests": job(args) },
            },
            {
                header: withReasons(
                    MANAGED,
                    "The Image Updater opens a pull request for every new set of tags, and leaves the\n" +
                        "older ones open: this closes them. A draft is never merged. Taken away by\n" +
                        "`pulumi up` when config `writeBack` is `direct`.",
                ),
            },
        ),
    };
}

function job(args: ImageUpdatesWorkflowArgs) {
    const prefix = pullRequestHeadPrefix(args.argoNamespace, args.instance);
    const check = `image updates of ${args.overlay}`;
    return {
        name: check,
        if:
            "github.event.pull_request.head.repo.full_name == github.repository && " +
            `startsWith(github.event.pull_request.head.ref, '${prefix}')`,
        "runs-on": "ubuntu-24.04",
        "timeout-minutes": args.autoMerge ? WAIT_MINUTES + 10 : 10,
        permissions: {
            contents: "write",
            "pull-requests": "write",
            ...(args.autoMerge && { checks: "read", statuses: "read" }),
        },
        steps: [
            {
                id: "look-after",
                name: args.autoMerge ? "Close the older, merge the newest" : "Close the older",
                shell: "node {0}",
                env: {
                    GITHUB_TOKEN: "${{ github.token }}",
                    HEAD_PREFIX: prefix,
                    CHANGED_FILE: `${overlayPath(args.overlay)}/kustomization.yaml`,
                    OWN_CHECK: check,
                    AUTO_MERGE: String(args.autoMerge),
                    POLL_SECONDS: String(POLL_SECONDS),
                    WAIT_MINUTES: String(WAIT_MINUTES),
                },
                run: IMAGE_UPDATES_SCRIPT,
            },
        ],
    };
}
