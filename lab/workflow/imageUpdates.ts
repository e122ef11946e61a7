import * as os from "node:os";

import { runStep, type StepResult } from "./runStep";
import { Workflow } from "./workflow";

export interface ImageUpdatesRun {
    /** Text of a repository's `image-updates-*.yml`. */
    readonly workflow: string;
    /** Root of the REST API. */
    readonly api: string;
    /** `owner/name` */
    readonly repository: string;
    /** What `github.token` is. */
    readonly token: string;
    /** Environment that goes over the step's own. */
    readonly env?: Readonly<Record<string, string>>;
}

/** Runs the step that looks after the updater's pull requests, as GitHub's runner does. */
export function runImageUpdates(wanted: ImageUpdatesRun): Promise<StepResult> {
    const workflow = Workflow.parse(wanted.workflow, "image-updates");
    const step = workflow.step("pull-requests", { id: "look-after" });
    return runStep(
        { ...step, env: { ...step.env, ...wanted.env } },
        {
            // It reads no file.
            directory: os.tmpdir(),
            env: {
                PATH: process.env.PATH,
                NODE_EXTRA_CA_CERTS: process.env.NODE_EXTRA_CA_CERTS,
                GITHUB_API_URL: wanted.api,
                GITHUB_REPOSITORY: wanted.repository,
            },
            contexts: { github: { token: wanted.token } },
        },
    );
}
