import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { stringify } from "yaml";
import { API_URL, NODE_NAME } from "../network/addresses";
import type { LabPaths } from "../paths";

/** User of the kubeconfig that stacks are given. */
export const ADMIN = "lab-admin";

/** Those who sign in to the API server with a token: user name and groups. */
const ACCOUNTS = {
    admin: { user: ADMIN, groups: ["system:masters"] },
    "kube-controller-manager": { user: "system:kube-controller-manager", groups: [] },
    "kube-scheduler": { user: "system:kube-scheduler", groups: [] },
    kubelet: { user: `system:node:${NODE_NAME}`, groups: ["system:nodes"] },
    "kube-proxy": { user: "system:kube-proxy", groups: [] },
    coredns: { user: "lab-coredns", groups: ["system:masters"] },
    ingress: { user: "lab-ingress", groups: ["system:masters"] },
} as const;

export type Account = keyof typeof ACCOUNTS;

/** The kubeconfig file of an account. */
export function kubeconfigFile(paths: LabPaths, account: Account): string {
    return account === "admin" ? paths.kubeconfig : path.join(paths.run, "kubeconfigs", account);
}

/** The API server's file of tokens. */
export function tokenFile(paths: LabPaths): string {
    return path.join(paths.run, "tokens.csv");
}

/** Makes a token and a kubeconfig for each account, once a lab. */
export function ensureCredentials(paths: LabPaths): void {
    if (fs.existsSync(tokenFile(paths)) && fs.existsSync(paths.kubeconfig)) {
        return;
    }
    fs.mkdirSync(path.join(paths.run, "kubeconfigs"), { recursive: true, mode: 0o700 });
    const lines = Object.entries(ACCOUNTS).map(([account, { user, groups }]) => {
        const token = randomBytes(24).toString("hex");
        writePrivate(kubeconfigFile(paths, account as Account), kubeconfig(paths, user, token));
        return `${token},${user},${user},"${groups.join()}"\n`;
    });
    writePrivate(tokenFile(paths), lines.join(""));
}

/** The authority is part of the text, so that the file can be handed on alone. */
function kubeconfig(paths: LabPaths, user: string, token: string): string {
    return stringify({
        apiVersion: "v1",
        kind: "Config",
        clusters: [
            {
                name: "lab",
                cluster: {
                    server: API_URL,
                    "certificate-authority-data": fs
                        .readFileSync(paths.caCertificate)
                        .toString("base64"),
                },
            },
        ],
        users: [{ name: user, user: { token } }],
        contexts: [{ name: "lab", context: { cluster: "lab", user } }],
        "current-context": "lab",
    });
}

function writePrivate(file: string, text: string): void {
    fs.writeFileSync(`${file}.draft`, text, { mode: 0o600 });
    fs.renameSync(`${file}.draft`, file);
}
