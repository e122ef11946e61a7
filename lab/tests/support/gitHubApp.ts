import { generateKeyPairSync } from "node:crypto";

import { OWNER, REPOSITORY } from "../../engine/settings";
import type { Setting } from "../../engine/labStack";
import type { Lab } from "../../loop/lab";

/** A GitHub App that is installed for the stack's repository. */
export interface InstalledApp {
    readonly installation: number;
    /** What a stack is told to write as this App. */
    readonly settings: Readonly<Record<string, Setting>>;
}

/**
 * Registers an App that may do what the documentation asks for, and installs it for the repository
 * alone, which need not be there yet.
 *
 * @param tokenSeconds how long its tokens live; GitHub's live an hour
 */
export async function installApp(lab: Lab, tokenSeconds: number): Promise<InstalledApp> {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", {
        modulusLength: 2048,
        publicKeyEncoding: { type: "spki", format: "pem" },
        privateKeyEncoding: { type: "pkcs1", format: "pem" },
    });
    const slug = "image-drift";
    const app = await lab.gitHub.putApp({
        slug,
        owner: OWNER,
        publicKeys: [publicKey],
        permissions: { contents: "write", metadata: "read" },
    });
    const installation = await lab.gitHub.putInstallation({
        app: slug,
        account: OWNER,
        repositories: [REPOSITORY],
        tokenSeconds,
    });
    return {
        installation: installation.id,
        settings: {
            gitAuth: { value: "githubApp" },
            githubAppId: { value: String(app.id) },
            githubAppInstallationId: { value: String(installation.id) },
            githubAppPrivateKey: { value: privateKey, secret: true },
        },
    };
}
