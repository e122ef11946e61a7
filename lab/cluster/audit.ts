import * as fs from "node:fs";
import * as path from "node:path";

import { stringify } from "yaml";
import { z } from "zod";

import type { LabPaths } from "../paths";

/** The API server's log of who has written what. */
export function auditLog(paths: LabPaths): string {
    return path.join(paths.run, "audit.log");
}

/** What of requests is logged: of those that write, who made them, and never their content. */
export function auditPolicy(): string {
    return stringify({
        apiVersion: "audit.k8s.io/v1",
        kind: "Policy",
        omitStages: ["RequestReceived"],
        rules: [{ level: "None", verbs: ["get", "list", "watch"] }, { level: "Metadata" }],
    });
}

const write = z.object({
    verb: z.string(),
    requestURI: z.string(),
    userAgent: z.string().default(""),
    user: z.object({ username: z.string() }),
});

/** A request that was to change something, whether it was granted or not. */
export type ClusterWrite = z.output<typeof write>;

/** Where the log ends now: the server has written down every request that it has answered. */
export function newestWrite(paths: LabPaths): number {
    return fs.statSync(auditLog(paths)).size;
}

/** @param mark of {@link newestWrite} */
export function writesSince(paths: LabPaths, mark: number): ClusterWrite[] {
    return fs
        .readFileSync(auditLog(paths))
        .subarray(mark)
        .toString()
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => write.parse(JSON.parse(line)));
}
