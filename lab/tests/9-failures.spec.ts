import assert from "node:assert/strict";

import type { EngineEvent } from "@pulumi/pulumi/automation";

import { type LabStack, unchanged } from "../engine/labStack";
import { json, webhookSettings } from "../engine/settings";
import type { FaultRequest } from "../github/faults";
import * as gitHubSays from "../github/gitHubSays";
import type { Numbered, RequestEntry } from "../github/journal";
import { type Lab, openLab, openStack } from "../loop/lab";
import { above, type CallCounts, countCalls } from "./failures/calls";
import { KEYS, type Place, within } from "./failures/places";
import { ENDLESS, type Failure, FATAL, type Fatal, OVERCOME } from "./failures/table";
import { DoomedRun } from "./support/doomedRun";
import { partsOfRun } from "./support/parts";
import { assertSame, type Snapshot, takeSnapshot } from "./support/snapshot";
import { describeInFullRuns, stepsOfOneStory } from "./support/steps";

/** What the stack has on GitHub: nothing of this needs a working Argo CD. */
const ON_GITHUB = within(
    ...["GitOpsRepository", "EnvironmentFiles", "BranchRules", "DeployKey", "WriteAccess"],
);

const NEW_REPOSITORY = { method: "POST", path: "^/orgs/[^/]+/repos$" } as const;

/** Refusals of a new repository, which GitHub tells of only when it is to be made. */
const NO_REPOSITORY = [
    {
        title: "members who may make no repositories",
        fault: { ...NEW_REPOSITORY, ...gitHubSays.noRepositories },
        says: /403 You need admin access to the organization before adding a repository to it/,
    },
    {
        title: "a name that is taken by a repository that the token may not see",
        fault: { ...NEW_REPOSITORY, ...gitHubSays.nameTaken },
        says: /422 Repository creation failed\..*name already exists on this account/,
    },
];

/** Six files an image, with the others forty in all at least. */
const IMAGES = ["alpha", "bravo", "charlie", "delta", "echo"];

const FILE = { method: "PUT", path: "/contents/" } as const;

/** Each in another place of a run that writes forty files. */
const BAD_DAY: readonly FaultRequest[] = [
    { ...FILE, ...gitHubSays.serverError, skip: 3, count: 2 },
    { ...FILE, ...gitHubSays.branchMoved, skip: 8 },
    { ...FILE, ...gitHubSays.secondaryLimit(403, 3), skip: 13 },
    { ...FILE, ...gitHubSays.secondaryLimit(429, 5), skip: 18 },
];

/** The plan of the repository's owner has no rules for private repositories. */
const NO_RULES: FaultRequest = {
    ...{ method: "POST", path: "/rulesets$", count: 100 },
    ...gitHubSays.noRulesets,
};

/** Forty files in one go, on a day on which GitHub fails now and then. */
describeInFullRuns("a stack of forty files, and GitHub on a bad day", () => {
    const step = stepsOfOneStory();

    let lab: Lab;
    let stack: LabStack;
    let nothing: Snapshot;
    let files: number;
    /** How often each place was changed, with its beginning: what it is changed to differs. */
    const turns = new Map<Place, number>();

    step("starts in a lab without the stack", async () => {
        lab = await openLab(partsOfRun(), "failures");
        nothing = await takeSnapshot(lab);
        stack = await openStack(lab, "dev", {
            images: json(IMAGES.map((name, index) => ({ name, port: 8080 + index }))),
            branchRules: { value: "true" },
            requiredApprovals: { value: "1" },
        });
    });

    for (const { title, fault, says } of NO_REPOSITORY) {
        step(`${title}: a message, and nothing is made`, async () => {
            await lab.gitHub.addFault(fault);
            await assert.rejects(
                recorded(() => stack.up({ target: ON_GITHUB })),
                says,
            );
            assert.deepEqual((await lab.gitHub.tables()).repositories, nothing.gitHub.repositories);
        });
    }

    step("one up makes it but for rules, whatever GitHub answers now and then", async () => {
        for (const fault of [...BAD_DAY, NO_RULES]) {
            await lab.gitHub.addFault(fault);
        }
        let said = "";
        const { requests } = await recorded(async () => {
            await assert.rejects(stack.up({ target: ON_GITHUB }), (error: Error) => {
                said = error.message;
                return true;
            });
        });
        assert.match(said, /warning: GitHub has rules for branches of a private repository with /);
        assert.match(said, /If it refuses them .*: pulumi config set branchRules false\./);
        assert.match(said, /\/rulesets: 403 Upgrade to GitHub Pro or make this repository public/);
        files = new Set(requests.filter(isWrittenFile).map(({ path }) => path)).size;
        assert.ok(files >= 40, `${files} files`);
        const spoilt = requests.filter(
            ({ fault, path }) => fault !== undefined && !path.endsWith("/rulesets"),
        );
        assert.deepEqual(spoilt.map(({ status }) => status).sort(), [403, 409, 429, 502, 502]);
        for (const [status, seconds] of [
            [403, 3],
            [429, 5],
        ] as const) {
            const limited = spoilt.find((request) => request.status === status);
            assertWaited(requests, limited, seconds);
        }
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

    step("the rules come by the same command, once there is a plan for them", async () => {
        const { requests } = await recorded(() => stack.up({ target: ON_GITHUB }));
        assertFew(requests, { ...NO_CALLS, otherWrites: 2, otherReads: 20 });
        const { rulesets } = await repositoryTable();
        assert.deepEqual(Object.keys(rulesets).sort(), [
            "argocd-image-drift: history",
            "argocd-image-drift: reviews",
        ]);
    });

    step("a second up writes nothing, and reads no file", async () => {
        const { requests, result } = await recorded(() => stack.up({ target: ON_GITHUB }));
        assert.ok(unchanged(result.changes), result.printed);
        assertFew(requests, { ...NO_CALLS, otherReads: 10 });
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

    for (const failure of OVERCOME) {
        step(`${failure.title}: the run gets over it`, async () => {
            await change(failure);
            const { requests } = await recorded(() => stack.up({ target: [...failure.at.target] }));
            const first = requests.find(({ fault }) => fault !== undefined);
            assert.ok(first, "nothing has failed");
            assertWaited(requests, first, failure.waits ?? 0);
            await assertDone(failure, requests);
        });
    }

    for (const failure of FATAL) {
        step(`${failure.title}: a message, and the same command goes on`, async () => {
            await failAndGoOn(failure);
        });
    }

    for (const failure of ENDLESS) {
        step(`${failure.title}: given up, the same command goes on`, async () => {
            await change(failure, failure.request);
            const since = await lab.gitHub.newest("requests");
            const said: string[] = [];
            const isDue = async () =>
                failure.says === undefined
                    ? (await lab.gitHub.requests(since)).some(({ fault }) => fault)
                    : said.some((text) => failure.says?.test(text));
            const doomed = new DoomedRun({ when: isDue }, lab.gitHub);
            const onEvent = (event: EngineEvent) => {
                said.push(event.diagnosticEvent?.message.trim() ?? "");
                doomed.onEvent(event);
            };
            const running = stack.up({ target: [...KEYS.target], onEvent });
            assert.ok(await doomed.isKilledIn(running), "the run came to an end");
            await lab.gitHub.clearFaults();
            await stack.cancel();
            await stack.up({ target: [...KEYS.target], refresh: true });
            await assertKeys();
        });
    }

    step("a webhook whose answer is lost: a message, and the same command goes on", async () => {
        await stack.configure(webhookSettings());
        const fault = {
            method: "POST",
            path: "/hooks$",
            effect: "reset",
            when: "after",
        } as const;
        await lab.gitHub.addFault(fault);
        await assert.rejects(
            recorded(() => stack.up()),
            /Hook already exists on this repository/,
        );
        await stack.up();
        assert.equal((await lab.repository.hooks()).length, 2);
        await assertKeys();
    });

    step("destroy is one deletion, and leaves nothing", async () => {
        const { requests } = await recorded(() => stack.destroy());
        assertFew(requests, { ...NO_CALLS, otherWrites: 1, otherReads: 5 });
        assertSame(nothing, await takeSnapshot(lab));
    });

    /** What a command asks of GitHub; faults end with it. */
    async function recorded<T>(work: () => Promise<T>) {
        const since = await lab.gitHub.newest("requests");
        try {
            const result = await work();
            return { result, requests: await lab.gitHub.requests(since) };
        } finally {
            await lab.gitHub.clearFaults();
        }
    }

    /** The next command changes what the failure is about, and is failed. */
    async function change({ at, fault }: Failure, request = at.request): Promise<void> {
        const turn = turnOf(at) + 1;
        turns.set(at, turn);
        await stack.configure(at.settings(turn));
        await lab.gitHub.addFault({ ...fault, ...request });
    }

    function turnOf(at: Place): number {
        return turns.get(at) ?? 1;
    }

    async function failAndGoOn(failure: Fatal): Promise<void> {
        const target = [...failure.at.target];
        await change(failure);
        await assert.rejects(
            recorded(() => stack.up({ target })),
            (error: Error) => {
                assert.ok(error.message.includes(failure.says), error.message);
                return true;
            },
        );
        const { requests } = await recorded(() => stack.up({ target }));
        await assertDone(failure, requests);
    }

    /** The change is there, whichever of the requests has made it. */
    async function assertDone(
        { at }: Failure,
        requests: readonly Numbered<RequestEntry>[],
    ): Promise<void> {
        if (at === KEYS) {
            await assertKeys();
            return;
        }
        const { method, path } = at.request;
        const done = requests.filter(
            (request) =>
                request.method === method &&
                new RegExp(path).test(request.path) &&
                request.fault === undefined &&
                request.status < 300,
        );
        assert.equal(done.length, 1, `${method ?? "any method"} ${path}`);
    }

    /** One key to read with and one to write with, of the last generation. */
    async function assertKeys(): Promise<void> {
        const { keys } = await repositoryTable();
        const generation = turnOf(KEYS);
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
