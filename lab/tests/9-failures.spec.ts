import assert from "node:assert/strict";

import { type LabStack, unchanged } from "../engine/labStack";
import { json } from "../engine/settings";
import type { FaultRequest } from "../github/faults";
import * as gitHubSays from "../github/gitHubSays";
import type { Numbered, RequestEntry } from "../github/journal";
import { type Lab, openLab, openStack } from "../loop/lab";
import { above, type CallCounts, countCalls } from "./failures/calls";
import { ENDLESS, type Failure, FATAL, OVERCOME } from "./failures/table";
import { DoomedRun } from "./support/doomedRun";
import { isFullRun, partsOfRun } from "./support/parts";
import { assertSame, type Snapshot, takeSnapshot } from "./support/snapshot";
import { stepsOfOneStory } from "./support/steps";

/** What the stack has on GitHub: nothing of this needs a working Argo CD. */
const ON_GITHUB = ["GitOpsRepository", "EnvironmentFiles", "DeployKey", "WriteAccess"].map(
    (component) => `**argocd-image-drift:index:${component}**`,
);
const KEYS = ON_GITHUB.slice(2);

/** Six files an image, with the others forty in all at least. */
const IMAGES = ["alpha", "bravo", "charlie", "delta", "echo"];

const FILE = { method: "PUT", path: "/contents/" } as const;

/** Each in another place of a run that writes forty files. */
const BAD_DAY: readonly FaultRequest[] = [
    { ...FILE, ...gitHubSays.serverError, skip: 3, count: 2 },
    { ...FILE, ...gitHubSays.branchMoved, skip: 8 },
    { ...FILE, ...gitHubSays.secondaryLimit(403, 3), skip: 13 },
    { ...FILE, ...gitHubSays.secondaryLimit(429, 1), skip: 18 },
];

/** Forty files in one go, on a day on which GitHub fails now and then. */
describe("a stack of forty files, and GitHub on a bad day", () => {
    const step = stepsOfOneStory();

    let lab: Lab;
    let stack: LabStack;
    let nothing: Snapshot;
    let files: number;
    let generation = 1;

    step("starts in a lab without the stack", async () => {
        lab = await openLab(partsOfRun(), "failures");
        nothing = await takeSnapshot(lab);
        stack = await openStack(lab, "dev", {
            images: json(IMAGES.map((name, index) => ({ name, port: 8080 + index }))),
        });
    });

    step("one up makes it, whatever GitHub answers now and then", async () => {
        for (const fault of BAD_DAY) {
            await lab.gitHub.addFault(fault);
        }
        const { requests } = await recorded(() => stack.up({ target: ON_GITHUB }));
        files = new Set(requests.filter(isWrittenFile).map(({ path }) => path)).size;
        assert.ok(files >= 40, `${files} files`);
        const spoilt = requests.filter(({ fault }) => fault !== undefined);
        assert.deepEqual(spoilt.map(({ status }) => status).sort(), [403, 409, 429, 502, 502]);
        const limited = spoilt.findIndex(({ status }) => status === 403);
        assert.ok(limited >= 0);
        assertWaited(requests, spoilt[limited], 3);
        // Whatever else was refused, the program would have brought about itself.
        const refused = requests.filter(({ fault, status }) => fault === undefined && status > 404);
        assert.deepEqual(refused, []);
        assertFew(requests, {
            fileWrites: files,
            fileReads: 2 * files + 5,
            commitReads: files + 5,
            otherWrites: 15,
            otherReads: 25,
        });
    });

    step("a second up writes nothing, and reads no file", async () => {
        const { requests, result } = await recorded(() => stack.up({ target: ON_GITHUB }));
        assert.ok(unchanged(result.changes), result.printed);
        assertFew(requests, { ...NO_CALLS, otherReads: 10 });
    });

    step("an answer that is lost after the work was done: the same command goes on", async () => {
        const lost = FATAL.find(({ says }) => says === "key is already in use");
        assert.ok(lost);
        await failAndGoOn(lost);
    });

    step("a refresh reads each file once, and writes nothing", async () => {
        const { requests } = await recorded(() => stack.refresh());
        assertFew(requests, {
            ...NO_CALLS,
            fileReads: files + 5,
            commitReads: files + 5,
            otherReads: 25,
        });
    });

    if (isFullRun()) {
        for (const failure of OVERCOME) {
            step(`${failure.title}: the run gets over it`, async () => {
                await rotate(failure);
                const { requests } = await recorded(() => stack.up({ target: KEYS }));
                const first = requests.find(({ fault }) => fault !== undefined);
                assert.ok(first, "nothing has failed");
                assertWaited(requests, first, failure.waits ?? 0);
                await assertKeys();
            });
        }
        for (const failure of FATAL) {
            step(`${failure.title}: a message, and the same command goes on`, async () => {
                await failAndGoOn(failure);
            });
        }
    }

    if (isFullRun()) {
        for (const failure of ENDLESS) {
            step(`${failure.title}: given up, the same command goes on`, async () => {
                await rotate(failure);
                const since = await lastRequest();
                const isHit = async () =>
                    (await lab.gitHub.requests(since)).some(({ fault }) => fault !== undefined);
                const doomed = new DoomedRun({ when: isHit }, lab.gitHub);
                const { onEvent } = doomed;
                const isKilled = await doomed.isKilledIn(stack.up({ target: KEYS, onEvent }));
                assert.ok(isKilled, "the run came to an end");
                await lab.gitHub.clearFaults();
                await stack.cancel();
                await stack.up({ target: KEYS, refresh: true });
                await assertKeys();
            });
        }
    }

    step("destroy is one deletion, and leaves nothing", async () => {
        const { requests } = await recorded(() => stack.destroy());
        assertFew(requests, { ...NO_CALLS, otherWrites: 1, otherReads: 5 });
        assertSame(nothing, await takeSnapshot(lab));
    });

    /** What a command asks of GitHub; faults end with it. */
    async function recorded<T>(work: () => Promise<T>) {
        const since = await lastRequest();
        try {
            const result = await work();
            return { result, requests: await lab.gitHub.requests(since) };
        } finally {
            await lab.gitHub.clearFaults();
        }
    }

    async function lastRequest(): Promise<number> {
        return await lab.gitHub.newest("requests");
    }

    /** The next command makes new keys, and is failed. */
    async function rotate({ fault }: Failure): Promise<void> {
        generation++;
        await stack.configure({ keysGeneration: { value: String(generation) } });
        await lab.gitHub.addFault(fault);
    }

    async function failAndGoOn(failure: Failure): Promise<void> {
        await rotate(failure);
        const { says = "" } = failure;
        await assert.rejects(
            recorded(() => stack.up({ target: KEYS })),
            (error: Error) => {
                assert.ok(error.message.includes(says), error.message);
                return true;
            },
        );
        await stack.up({ target: KEYS });
        await assertKeys();
    }

    /** One key to read with and one to write with, of the last generation. */
    async function assertKeys(): Promise<void> {
        const { keys } = await repositoryTable();
        assert.deepEqual(
            keys.map((key) => key.split(" ").slice(0, 2).join(" ")),
            [`letsgo-app-dev-read-${generation} read`, `letsgo-app-dev-write-${generation} write`],
        );
    }

    async function repositoryTable() {
        const { repositories } = await lab.gitHub.tables();
        const table = repositories[lab.repository.fullName];
        assert.ok(table, `there is no ${lab.repository.fullName}`);
        return table;
    }
});

const NO_CALLS: CallCounts = {
    fileWrites: 0,
    fileReads: 0,
    commitReads: 0,
    otherWrites: 0,
    otherReads: 0,
};

function isWrittenFile({ method, path, status }: RequestEntry): boolean {
    return method === "PUT" && path.includes("/contents/") && status < 300;
}

function assertFew(requests: readonly Numbered<RequestEntry>[], bounds: CallCounts): void {
    const said = requests.map(({ method, path, status }) => `${method} ${path} ${status}`);
    assert.deepEqual(above(countCalls(requests), bounds), [], said.join("\n"));
}

/** Nothing was sent until the time was over that GitHub had asked for. */
function assertWaited(
    requests: readonly Numbered<RequestEntry>[],
    refused: Numbered<RequestEntry> | undefined,
    seconds: number,
): void {
    const next = requests.find(({ sequence }) => sequence > (refused?.sequence ?? Infinity));
    const waited = (Date.parse(next?.at ?? "") - Date.parse(refused?.at ?? "")) / 1000;
    // Times are in whole seconds.
    assert.ok(waited >= seconds - 1, `the next request came after ${waited} s`);
}
