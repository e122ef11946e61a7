/** The account of docs/previews.md, which only reads, made from the very text of that page. */
import * as fs from "node:fs/promises";
import * as path from "node:path";

import * as yaml from "yaml";

import { kubectl } from "../../inside";
import type { Lab } from "../../loop/lab";
import { waitFor } from "../../wait";

async function manifest({ paths }: Lab): Promise<string> {
    const page = await fs.readFile(path.join(paths.project, "docs", "previews.md"), "utf8");
    const [, text] = /^```yaml\n([\s\S]*?)^```$/m.exec(page) ?? [];
    if (text === undefined) throw new Error("docs/previews.md has no manifest of the account");
    return text;
}

/**
 * Makes the account.
 *
 * @returns its kubeconfig: the administrator's with another user
 */
export async function makeReadOnlyAccess(lab: Lab): Promise<string> {
    await kubectl(["apply", "--filename=-"], { input: await manifest(lab) });
    const token = await waitFor(
        async () => {
            const encoded = await kubectl([
                "get",
                "secret",
                "preview",
                "--namespace=kube-system",
                "--output=jsonpath={.data.token}",
            ]);
            return encoded === ""
                ? { met: false, state: "there is no token in it" }
                : { met: true, value: Buffer.from(encoded, "base64").toString() };
        },
        { what: "the token of the account preview", deadlineSeconds: 30 },
    );
    const kubeconfig = yaml.parse(await fs.readFile(lab.paths.kubeconfig, "utf8")) as {
        users: { name: string }[];
    };
    const users = kubeconfig.users.map(({ name }) => ({ name, user: { token } }));
    return yaml.stringify({ ...kubeconfig, users });
}

export async function removeReadOnlyAccess(lab: Lab): Promise<void> {
    await kubectl(["delete", "--ignore-not-found", "--filename=-"], { input: await manifest(lab) });
}
