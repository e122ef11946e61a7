/** What a step tells GitHub's runner; without a runner it goes nowhere, or to the terminal. */
import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";

/**
 * Sets an output of the step.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function setOutput(name: string, value: string): void {
    append("GITHUB_OUTPUT", assignment(name, value));
}

/** Sets a variable of the environment of the steps that follow. */
export function exportVariable(name: string, value: string): void {
    append("GITHUB_ENV", assignment(name, value));
}

/** Adds Markdown to the job's summary. */
export function addSummary(markdown: string): void {
    append("GITHUB_STEP_SUMMARY", markdown);
}

/** Puts a directory first on the PATH of the steps that follow. */
export function addPath(directory: string): void {
    append("GITHUB_PATH", directory);
}

/** Ends the step with exit code 1, and shows the message with the run. */
export function fail(title: string, message: string): void {
    console.error(message);
    if (process.env.GITHUB_ACTIONS === "true") {
        console.log(`::error title=${property(title)}::${escaped(message)}`);
    }
    process.exitCode = 1;
}

/** Runs a step's work; what it throws ends the step with its message. */
export function runStep(title: string, work: () => void | Promise<void>): void {
    void Promise.resolve()
        .then(work)
        .catch((error: unknown) => {
            fail(title, error instanceof Error ? error.message : String(error));
        });
}

/** The only argument of a step's script. @throws Error with the usage */
export function onlyArgument(usage: string): string {
    const [argument, ...others] = process.argv.slice(2);
    if (argument === undefined || argument === "" || others.length > 0) {
        throw new Error(`Usage: ${usage}`);
    }
    return argument;
}

function assignment(name: string, value: string): string {
    if (!value.includes("\n")) {
        return `${name}=${value}`;
    }
    const end = randomUUID();
    return `${name}<<${end}\n${value}\n${end}`;
}

function append(variable: string, text: string): void {
    const file = process.env[variable];
    if (file !== undefined && file !== "") {
        appendFileSync(file, `${text}\n`);
    }
}

function escaped(text: string): string {
    return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
    return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
