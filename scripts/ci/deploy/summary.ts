/** What a job tells of a deployment, as Markdown. */
import { cell, code } from "../preview/markdown";
import type { Outputs } from "../stackOutputs";

/** How a step of the job has ended, in the runner's words. */
export type Outcome = "success" | "failure" | "cancelled" | "skipped";

export interface Deployment {
    readonly stack: string;
    /** Commit that was deployed. */
    readonly commit: string;
    /** Of `pulumi up`. */
    readonly up: Outcome;
    /** Of `npm run wait`. */
    readonly wait: Outcome;
    /** None if they cannot be had. */
    readonly outputs: Outputs;
}

/** What most people look for; the others follow by name. */
const FIRST = ["health", "application", "argoCdUrl", "repositoryUrl", "waitingFor", "addToBase"];

export function deploymentSummary(deployment: Deployment): string {
    const { stack, commit, outputs } = deployment;
    const rest = Object.keys(outputs).filter((name) => !FIRST.includes(name));
    const names = [...FIRST.filter((name) => name in outputs), ...rest.sort()];
    const rows = names.map((name) => `| ${code(name)} | ${value(outputs[name])} |`);
    const table = ["| Output | Value |", "| --- | --- |", ...rows].join("\n");
    return [
        `## ${code(stack)}: ${headline(deployment)}`,
        `Commit ${code(commit.slice(0, 7))}.${advice(deployment)}`,
        ...(rows.length > 0 ? [table] : []),
    ].join("\n\n");
}

function headline({ up, wait }: Deployment): string {
    if (up !== "success") {
        return up === "skipped" ? "not deployed" : "the deployment did not get to its end";
    }
    return wait === "success" ? "deployed and healthy" : "deployed, and not healthy";
}

function advice({ stack, up, wait }: Deployment): string {
    if (up === "skipped") {
        return " A step before `pulumi up` has failed; its log says why. Nothing was changed.";
    }
    if (up !== "success") {
        return (
            " The log of `pulumi up` says why. What was made until then is in the stack's state, " +
            "and the next run goes on from there: docs/pipelines.md, *When a run fails*."
        );
    }
    if (wait === "success") {
        return "";
    }
    return (
        ` Everything is set up, but the application does not run as Git says: the log of ` +
        `${code(`npm run wait -- ${stack}`)} says why, and what to do.`
    );
}

/** A cell: lists below each other. */
function value(output: unknown): string {
    if (Array.isArray(output)) {
        return output.length === 0 ? "none" : output.map(value).join("<br>");
    }
    return cell(code(typeof output === "string" ? output : JSON.stringify(output)));
}
