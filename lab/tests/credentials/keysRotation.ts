import assert from "node:assert/strict";

import type { GitEntry, Numbered, StandInClient } from "../../github/client";
import { waitFor } from "../../wait";

/** What tells what GitHub has seen. */
export type Logs = Pick<StandInClient, "newest" | "requests" | "git" | "deliveries">;

type Requests = Awaited<ReturnType<StandInClient["requests"]>>;

/** Where each of GitHub's logs ended. */
interface Ends {
    readonly requests: number;
    readonly git: number;
    readonly deliveries: number;
}

/** Keys and webhooks' secrets that are replaced, as GitHub sees it. Its logs count in whole seconds. */
export class KeysRotation {
    private constructor(
        private readonly gitHub: Logs,
        private readonly instance: string,
        private readonly since: Ends,
    ) {}

    /** @param instance whose keys: `letsgo-app-dev` */
    static async begin(gitHub: Logs, instance: string): Promise<KeysRotation> {
        const [requests, git, deliveries] = await Promise.all([
            gitHub.newest("requests"),
            gitHub.newest("git"),
            gitHub.newest("deliveries"),
        ]);
        return new KeysRotation(gitHub, instance, { requests, git, deliveries });
    }

    /** Waits until GitHub has the first of the new keys. */
    async registered(): Promise<void> {
        await waitFor(
            async () => {
                const seen = (await this.onKeys()).map(signature);
                return seen.includes("POST 201")
                    ? { met: true, value: undefined }
                    : { met: false, state: seen.join() };
            },
            { what: "GitHub to get another key", deadlineSeconds: 120 },
        );
    }

    /** What GitHub has answered to those with a token, in order. */
    async answersTo(fingerprint: string): Promise<number[]> {
        const requests = await this.gitHub.requests(this.since.requests);
        return requests.filter(({ token }) => token === fingerprint).map(({ status }) => status);
    }

    /**
     * Both keys were there before one of the former went; meanwhile Git was read and written to, and
     * nobody was refused. Events that a receiver has refused came before GitHub had the new secret.
     *
     * @param generation of the new keys
     * @returns how much of that there was
     */
    async assertNoGap(generation: number): Promise<string> {
        const requests = await this.gitHub.requests(this.since.requests);
        const onKeys = requests.filter(isOnKeys);
        const order = ["POST 201", "POST 201", "DELETE 204", "DELETE 204"];
        assert.deepEqual(onKeys.map(signature), order);
        const [first, , removal] = onKeys;

        const transfers = await this.transfers();
        const during = transfers.filter(
            ({ at }) => first !== undefined && removal && at > first.at && at < removal.at,
        );
        const withNew = during.filter(({ keyTitle }) => keyTitle?.endsWith(`-${generation}`));
        assert.notDeepEqual(withNew, [], `only these:\n${during.map(told).join("\\n")}`);

        const renewed = requests.filter(({ path, write }) => write && /\/hooks\/\d+$/.test(path));
        const sent = await this.gitHub.deliveries(this.since.deliveries);
        const refused = sent.filter(({ event, status }) => event !== "ping" && status !== 200);
        const late = refused.filter(({ at, milliseconds }) => {
            const begun = Date.parse(at) - milliseconds;
            return begun > Date.parse(renewed.at(-1)?.at ?? "");
        });
        assert.ok(renewed.length > 0, "GitHub was given no other secret");
        assert.deepEqual(late, []);
        return (
            `${withNew.length} of ${during.length} transfers with a new key before the former went; ` +
            `${refused.length} of ${sent.length} events refused`
        );
    }

    /** Since the rotation began nobody was refused, and the last to write had the new key. */
    async assertFormerUnused(generation: number): Promise<void> {
        const writers = (await this.transfers())
            .filter(({ operation }) => operation === "write")
            .map(({ keyTitle }) => keyTitle);
        assert.equal(writers.at(-1), `${this.instance}-write-${generation}`);
    }

    /** Those with keys; none was refused. */
    private async transfers(): Promise<Numbered<GitEntry>[]> {
        const all = await this.gitHub.git(this.since.git);
        assert.deepEqual(
            all.filter(({ accepted }) => !accepted),
            [],
        );
        return all.filter(({ transport }) => transport === "ssh");
    }

    private async onKeys(): Promise<Requests> {
        const requests = await this.gitHub.requests(this.since.requests);
        return requests.filter(isOnKeys);
    }
}

function isOnKeys({ path, write }: Requests[number]): boolean {
    return write && /\/keys\b/.test(path);
}

function signature({ method, status }: Requests[number]): string {
    return `${method} ${status}`;
}

function told({ at, operation, keyTitle = "" }: GitEntry): string {
    return `${at} ${operation} ${keyTitle}`;
}
