import { generateKeyPairSync } from "node:crypto";

import { OWNER, REPOSITORY } from "../../engine/settings";
import type { Setting } from "../../engine/labStack";
import type { AppRequest } from "../../github/client";
import type { Lab } from "../../loop/lab";

interface KeyPair {
    readonly publicKey: string;
    readonly privateKey: string;
}

/** What to install. */
export interface AppToInstall {
    /** How long its tokens live; GitHub's live an hour. */
    readonly tokenSeconds: number;
    /** Whether it opens pull requests; else it commits only. */
    readonly pullRequests?: boolean;
}

/** A GitHub App that is installed for the stack's repository. */
export class InstalledApp {
    private constructor(
        private readonly lab: Lab,
        private readonly request: Omit<AppRequest, "publicKeys">,
        private keys: readonly KeyPair[],
        readonly id: number,
        readonly installation: number,
    ) {}

    /**
     * Registers an App that may do what the documentation asks for, and installs it for the
     * repository alone, which need not be there yet.
     */
    static async install(
        lab: Lab,
        { tokenSeconds, pullRequests = false }: AppToInstall,
    ): Promise<InstalledApp> {
        const permissions = { contents: "write", metadata: "read" } as const;
        const request: Omit<AppRequest, "publicKeys"> = {
            slug: "image-drift",
            owner: OWNER,
            permissions: pullRequests ? { ...permissions, pull_requests: "write" } : permissions,
        };
        const key = newKeyPair();
        const app = await lab.gitHub.putApp({ ...request, publicKeys: [key.publicKey] });
        const installation = await lab.gitHub.putInstallation({
            app: request.slug,
            account: OWNER,
            repositories: [REPOSITORY],
            tokenSeconds,
        });
        return new InstalledApp(lab, request, [key], app.id, installation.id);
    }

    /** Of those it has, the newest. */
    get privateKey(): string {
        return this.keys.at(-1)?.privateKey ?? "";
    }

    /** What a stack is told to write as this App, with its newest key. */
    get settings(): Readonly<Record<string, Setting>> {
        return {
            gitAuth: { value: "githubApp" },
            githubAppId: { value: String(this.id) },
            githubAppInstallationId: { value: String(this.installation) },
            githubAppPrivateKey: { value: this.privateKey, secret: true },
        };
    }

    /** Gives it another key beside those it has, as the button on its page does. */
    async generateKey(): Promise<void> {
        await this.useKeys([...this.keys, newKeyPair()]);
    }

    /** Deletes all its keys but the newest. */
    async deleteFormerKeys(): Promise<void> {
        await this.useKeys(this.keys.slice(-1));
    }

    private async useKeys(keys: readonly KeyPair[]): Promise<void> {
        this.keys = keys;
        const publicKeys = keys.map(({ publicKey }) => publicKey);
        await this.lab.gitHub.putApp({ ...this.request, publicKeys });
    }
}

/** As GitHub makes them. */
function newKeyPair(): KeyPair {
    return generateKeyPairSync("rsa", {
        modulusLength: 2048,
        publicKeyEncoding: { type: "spki", format: "pem" },
        privateKeyEncoding: { type: "pkcs1", format: "pem" },
    });
}
