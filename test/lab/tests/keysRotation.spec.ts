import assert from "node:assert/strict";

import { KeysRotation, type Logs } from "../../../lab/tests/credentials/keysRotation";

type Request = Awaited<ReturnType<Logs["requests"]>>[number];
type Transfer = Awaited<ReturnType<Logs["git"]>>[number];
type Delivery = Awaited<ReturnType<Logs["deliveries"]>>[number];

interface Seen {
    readonly requests: readonly Request[];
    readonly git: readonly Transfer[];
    readonly deliveries: readonly Delivery[];
}

const at = (second: number) => `2030-01-31T12:00:${String(second).padStart(2, "0")}Z`;

const request = (second: number, method: string, path: string, status: number): Request => ({
    ...{ sequence: second, at: at(second), method, status, milliseconds: 1 },
    ...{ path: `/repos/o/r/${path}`, write: method !== "GET" },
});

const transfer = (second: number, keyTitle: string, accepted = true): Transfer => ({
    ...{ sequence: second, at: at(second), transport: "ssh", keyTitle, accepted, updates: [] },
    operation: keyTitle.includes("write") ? "write" : "read",
});

const delivery = (second: number, status: number): Delivery => ({
    ...{ sequence: second, at: at(second), delivery: "d", hookId: 1, repository: "o/r" },
    ...{ event: "push", url: "https://argocd.lab", payload: {}, signed: true, status },
    milliseconds: 100,
});

/** As it should be. */
const ROTATION: Seen = {
    requests: [
        request(9, "GET", "keys", 200),
        request(10, "POST", "keys", 201),
        request(12, "POST", "keys", 201),
        request(30, "PATCH", "hooks/1", 200),
        request(32, "PATCH", "hooks/2", 200),
        request(40, "DELETE", "keys/1", 204),
        request(42, "DELETE", "keys/2", 204),
    ],
    git: [transfer(8, "app-read-1"), transfer(11, "app-write-1"), transfer(25, "app-read-2")],
    deliveries: [delivery(5, 200), delivery(20, 401), delivery(35, 200)],
};

async function assertNoGap(changes: Partial<Seen>): Promise<string> {
    const seen = { ...ROTATION, ...changes };
    const logs: Logs = {
        newest: () => Promise.resolve(0),
        requests: () => Promise.resolve([...seen.requests]),
        git: () => Promise.resolve([...seen.git]),
        deliveries: () => Promise.resolve([...seen.deliveries]),
    };
    const rotation = await KeysRotation.begin(logs, "app");
    return rotation.assertNoGap(2);
}

describe("lab/tests: keys that are replaced", () => {
    it("leave no gap if Git was reached with a new one before a former one went", async () => {
        assert.equal(
            await assertNoGap({}),
            "1 of 2 transfers with a new key before the former went; 1 of 3 events refused",
        );
    });

    const GAPS: Record<string, Partial<Seen>> = {
        "a former key that goes before the last new one is there": {
            requests: ROTATION.requests.toSorted(
                (one, other) => Number(one.method === "POST") - Number(other.method === "POST"),
            ),
        },
        "nobody who has used a new key": { git: ROTATION.git.slice(0, 2) },
        "a new key that is used only after the former has gone": {
            git: [...ROTATION.git.slice(0, 2), transfer(41, "app-read-2")],
        },
        "somebody who was refused": { git: [...ROTATION.git, transfer(43, "app-read-1", false)] },
        "webhooks without another secret": {
            requests: ROTATION.requests.filter(({ method }) => method !== "PATCH"),
        },
        "an event that is refused once GitHub has the new secret": {
            deliveries: [...ROTATION.deliveries, delivery(36, 401)],
        },
    };
    for (const [gap, changes] of Object.entries(GAPS)) {
        it(`leave a gap with ${gap}`, async () => {
            await assert.rejects(assertNoGap(changes), assert.AssertionError);
        });
    }
});
