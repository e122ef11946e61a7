/** The account of docs/previews.md, which only reads: by the very text and commands of that page. */
import * as fs from "node:fs/promises";
import * as path from "node:path";

import { kubectl } from "../../inside";
import type { Lab } from "../../loop/lab";
import { userShell } from "../support/userShell";

/** Where the page has the manifest saved, and where its commands leave the kubeconfig. */
const MANIFEST = "preview-account.yaml";
const KUBECONFIG = "preview-dev.kubeconfig";

async function page({ paths }: Lab): Promise<string> {
    return fs.readFile(path.join(paths.project, "docs", "previews.md"), "utf8");
}

async function manifest(lab: Lab): Promise<string> {
    const [, text] = /^```yaml\n([\s\S]*?)^```$/m.exec(await page(lab)) ?? [];
    if (text === undefined) throw new Error("docs/previews.md has no manifest of the account");
    return text;
}

/**
 * Makes the account.
 *
 * @returns its kubeconfig: the administrator's with another user
 */
export async function makeReadOnlyAccess(lab: Lab): Promise<string> {
    const commands = [...(await page(lab)).matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
        .map(([, text = ""]) => text)
        .find((text) => text.includes(`--filename ${MANIFEST}`));
    if (commands === undefined) throw new Error("docs/previews.md makes no such account");
    const files = [MANIFEST, KUBECONFIG].map((name) => path.join(lab.program, name)) as [
        string,
        string,
    ];
    await fs.writeFile(files[0], await manifest(lab));
    await userShell(lab, `set -e\n${commands}`);
    const kubeconfig = await fs.readFile(files[1], "utf8");
    await Promise.all(files.map((file) => fs.rm(file)));
    return kubeconfig;
}

export async function removeReadOnlyAccess(lab: Lab): Promise<void> {
    await kubectl(["delete", "--ignore-not-found", "--filename=-"], { input: await manifest(lab) });
}
