import * as fs from "node:fs";
import * as path from "node:path";
import { labPaths, type LabPaths } from "../paths";
import { isRunning } from "../processes/identity";
import { ensureService, lastLogLines, logFile } from "../processes/services";
import { Progress } from "../progress";
import { waitFor } from "../wait";
import { ensureCertificates } from "./certificates";
import { writeConfiguration } from "./configurationFiles";
import { ensureCredentials } from "./credentials";
import { labSteps } from "./labSteps";
import { inOrder } from "./startOrder";
import type { LabStep, ServiceStep } from "./steps";

/**
 * Starts everything in the lab. Runs inside the lab's namespaces, as a program of its own, so that
 * it reaches all servers by their addresses and what it starts inherits the namespaces.
 */
async function bringUp(paths: LabPaths): Promise<void> {
    const certificates = await ensureCertificates(paths);
    ensureCredentials(paths);
    const files = writeConfiguration(paths);
    // The kubelet reads its directory for volume plugins and does not make it.
    fs.mkdirSync(path.join(paths.run, "volume-plugins"), { recursive: true });
    const steps = labSteps(paths, certificates, files);
    const progress = new Progress("lab");
    for (const step of steps) {
        progress.waiting(step.name);
    }
    try {
        await inOrder(steps, async (step, signal) => {
            progress.running(step.name);
            try {
                progress.done(step.name, await perform(paths, step, signal));
            } catch (error) {
                progress.failed(step.name);
                throw error;
            }
        });
    } finally {
        progress.close();
    }
}

async function perform(paths: LabPaths, step: LabStep, signal: AbortSignal): Promise<string> {
    return step.kind === "task" ? step.perform(signal) : startService(paths, step, signal);
}

async function startService(
    paths: LabPaths,
    step: ServiceStep,
    signal: AbortSignal,
): Promise<string> {
    const configuration = step.configuration.map((file) => fs.readFileSync(file, "utf8"));
    const record = await ensureService(paths, step.service, configuration);
    try {
        await waitFor(
            async () => {
                if (!isRunning(record)) {
                    throw new Error(`${step.name} ended while it was started`);
                }
                return step.ready();
            },
            { what: `${step.name} to be ready`, deadlineSeconds: step.deadlineSeconds, signal },
        );
    } catch (error) {
        if (signal.aborted) {
            throw error;
        }
        const lines = lastLogLines(paths, step.name, 15);
        const log = logFile(paths, step.name);
        throw new Error(`${(error as Error).message}\nthe last lines of ${log}:\n${lines}`, {
            cause: error,
        });
    }
    return `process ${record.pid}`;
}

bringUp(labPaths()).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
});
