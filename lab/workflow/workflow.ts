import * as fs from "node:fs";
import * as path from "node:path";

import { parse } from "yaml";
import { z } from "zod";

/** Where the program puts the workflow that builds the images. */
export const BUILD_WORKFLOW = ".github/workflows/build-and-push.yml";

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const stepSchema = z.object({
    id: z.string().optional(),
    name: z.string().optional(),
    uses: z.string().optional(),
    run: z.string().optional(),
    shell: z.string().optional(),
    env: z.record(z.string(), scalar).default({}),
    with: z.record(z.string(), scalar).default({}),
});

const jobSchema = z.object({
    strategy: z
        .object({
            matrix: z.object({ include: z.array(z.record(z.string(), scalar)).default([]) }),
        })
        .optional(),
    // A job that calls another workflow has none.
    steps: z.array(stepSchema).default([]),
});

const workflowSchema = z.object({ jobs: z.record(z.string(), jobSchema) });

/** A step of a job, as far as it can be run or followed without GitHub. */
export type WorkflowStep = z.output<typeof stepSchema>;

export type WorkflowJob = z.output<typeof jobSchema>;

/** A workflow file of a repository: what of it the lab follows. */
export class Workflow {
    private constructor(
        private readonly source: string,
        private readonly jobs: Readonly<Record<string, WorkflowJob>>,
    ) {}

    /** Reads a workflow file of a checked out repository. */
    static read(repository: string, file = BUILD_WORKFLOW): Workflow {
        return Workflow.parse(fs.readFileSync(path.join(repository, file), "utf8"), file);
    }

    /** @param source what messages call it */
    static parse(text: string, source = BUILD_WORKFLOW): Workflow {
        return new Workflow(source, workflowSchema.parse(parse(text)).jobs);
    }

    job(name: string): WorkflowJob {
        const job = this.jobs[name];
        if (job === undefined) throw new Error(`${this.source} has no job ${name}`);
        return job;
    }

    /** The step of a job with an id, or that uses an action. */
    step(job: string, { id, action }: { id?: string; action?: string }): WorkflowStep {
        const step = this.job(job).steps.find((candidate) =>
            id === undefined
                ? candidate.uses?.startsWith(`${action ?? ""}@`) === true
                : candidate.id === id,
        );
        if (step === undefined) {
            throw new Error(`job ${job} of ${this.source} has no step ${id ?? action ?? ""}`);
        }
        return step;
    }

    /** The run of a job's matrix whose `name` is this. */
    matrixEntry(job: string, name: string): Readonly<Record<string, string>> {
        const entry = this.job(job).strategy?.matrix.include.find((one) => one["name"] === name);
        if (entry === undefined) {
            throw new Error(`the matrix of job ${job} of ${this.source} has no ${name}`);
        }
        return entry;
    }
}
