/** Credentials that only read, as docs/pipelines.md has them made: by the very commands of that page. */
import * as fs from "node:fs/promises";
import * as path from "node:path";

import { kubectl } from "../../inside";
import type { Lab } from "../../loop/lab";
import { userShell } from "../support/userShell";

export interface WatchAccess {
    readonly kubeconfig: string;
    readonly token: string;
}

/** Where the commands leave the kubeconfig. */
const FILE = "watch-dev.kubeconfig";

/** Runs the commands of the page, and makes the token that it asks for. */
export async function makeWatchAccess(lab: Lab): Promise<WatchAccess> {
    const page = await fs.readFile(path.join(lab.paths.project, "docs/pipelines.md"), "utf8");
    const commands = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
        .map(([, text = ""]) => text)
        .find((text) => text.includes("create serviceaccount watch"));
    if (commands === undefined) throw new Error("docs/pipelines.md makes no such account");
    await userShell(lab, `set -e\n${commands}`);
    const file = path.join(lab.program, FILE);
    const kubeconfig = await fs.readFile(file, "utf8");
    await fs.rm(file);
    const { token } = await lab.gitHub.putToken({
        login: "developer",
        permissions: { metadata: "read", contents: "read", administration: "read" },
    });
    return { kubeconfig, token };
}

/** Takes the account away. */
export async function removeWatchAccess(): Promise<void> {
    await kubectl(["delete", "clusterrolebinding/watch", "clusterrolebinding/watch-view"]);
    await kubectl(["delete", "clusterrole/watch"]);
    await kubectl(["delete", "--namespace=kube-system", "secret/watch", "serviceaccount/watch"]);
}
