import assert from "node:assert/strict";

import { imageUpdatesWorkflow } from "../../../components/manifests";
import { runImageUpdates } from "../../../lab/workflow/imageUpdates";
import type { StepResult } from "../../../lab/workflow/runStep";
import { Harness } from "../github/harness";

const OVERLAY = "manifests/overlays/production/kustomization.yaml";
const PREFIX = "image-updater-argocd-letsgo-app-prod-";
const OWN_CHECK = "image updates of production";

/** The step of the generated workflow, run for real against the stand-in. */
describe("the step that looks after the updater's pull requests", () => {
    let harness: Harness;
    let fullName: string;
    let repositories = 0;

    before(async () => {
        harness = await Harness.start();
        // What the workflow's own token may do, by its permissions.
        await harness.admin.putToken({
            login: "alice",
            token: "workflow",
            permissions: {
                metadata: "read",
                contents: "write",
                pull_requests: "write",
                checks: "read",
                statuses: "read",
            },
        });
    });
    after(async () => {
        const violations = await harness.admin.violations();
        await harness.stop();
        assert.deepEqual(violations, []);
    });

    beforeEach(async () => {
        const name = `app-${++repositories}`;
        fullName = `letsgo/${name}`;
        await harness.repository(name);
    });

    const hash = (digit: string) => PREFIX + digit.repeat(64);
    const at = (signature: string) => signature.replace(" /", ` /repos/${fullName}/`);

    /** A branch with one changed file. */
    async function branch(head: string, file = OVERLAY): Promise<void> {
        const { body } = await harness.api(at("GET /git/ref/heads/main"));
        const { sha } = body.object as { sha: string };
        await harness.api(at("POST /git/refs"), { ref: `refs/heads/${head}`, sha });
        const content = Buffer.from(head).toString("base64");
        const change = { message: head, content, branch: head };
        assert.equal((await harness.api(at(`PUT /contents/${file}`), change)).status, 201);
    }

    /** A branch as the updater pushes it, and its pull request; the number. */
    async function open(head: string, settings: object = {}, file = OVERLAY): Promise<number> {
        await branch(head, file);
        const pull = { title: "$(touch pwned) `${{ github.token }}`", head, base: "main" };
        const { body } = await harness.api(at("POST /pulls"), { ...pull, ...settings });
        assert.ok(body.number, JSON.stringify(body));
        return Number(body.number);
    }

    function run(autoMerge = false, env: Record<string, string> = {}): Promise<StepResult> {
        const { content } = imageUpdatesWorkflow({
            overlay: "production",
            instance: "letsgo-app-prod",
            argoNamespace: "argocd",
            branch: "main",
            autoMerge,
        });
        return runImageUpdates({
            workflow: content,
            api: `${harness.web}/api/v3`,
            repository: fullName,
            token: "workflow",
            env: { POLL_SECONDS: "0.2", WAIT_MINUTES: "1", ...env },
        });
    }

    async function states(): Promise<Record<string, string>> {
        const { body } = await harness.api(at("GET /pulls?state=all"));
        const all = body as unknown as { number: number; state: string; merged_at: unknown }[];
        return Object.fromEntries(
            all.map(({ number, state, merged_at }) => [number, merged_at ? "merged" : state]),
        );
    }

    async function branches(): Promise<string[]> {
        const { body } = await harness.api(at("GET /branches"));
        return (body as unknown as { name: string }[]).map(({ name }) => name).sort();
    }

    async function check(number: number, conclusion: string, name = "overlays"): Promise<void> {
        const { body } = await harness.api(at(`GET /pulls/${number}`));
        const { sha } = body.head as { sha: string };
        const run = { name, head_sha: sha };
        const told = conclusion === "" ? { status: "in_progress" } : { conclusion };
        await harness.api(at("POST /check-runs"), { ...run, ...told });
    }

    it("closes the older ones, says why, and deletes their branches", async () => {
        const older = [await open(hash("1")), await open(hash("2"))];
        const newest = await open(hash("3"));
        const { code, log } = await run();
        assert.equal(code, 0, log);
        assert.match(log, new RegExp(`#${newest} waits for somebody to merge it`));
        for (const number of older) {
            assert.equal((await states())[number], "closed");
            const { body } = await harness.api(at(`GET /issues/${number}/comments`));
            const texts = (body as unknown as { body: string }[]).map((one) => one.body);
            assert.deepEqual(texts, [`Superseded by #${newest}.`]);
        }
        assert.equal((await states())[newest], "open");
        assert.deepEqual(await branches(), [hash("3"), "main"]);
        const since = await harness.admin.newest("requests");
        assert.equal((await run()).code, 0);
        assert.deepEqual(
            (await harness.admin.requests(since)).filter(({ write }) => write),
            [],
        );
    });

    it("leaves alone what is not the updater's, or of another application", async () => {
        const foreign = [
            `${PREFIX}eu-${"1".repeat(64)}`,
            `${PREFIX}${"1".repeat(63)}`,
            "image-updater-argocd-letsgo-app-staging-" + "1".repeat(64),
            "feature",
        ];
        for (const head of foreign) {
            await open(head);
        }
        const newest = await open(hash("1"));
        assert.equal((await run()).code, 0);
        assert.deepEqual(new Set(Object.values(await states())), new Set(["open"]));
        assert.deepEqual(await branches(), [...foreign, hash("1"), "main"].sort());
        assert.ok(newest);
    });

    it("deletes the branch of one that somebody merged or closed, and no other", async () => {
        const [merged, closed] = [await open(hash("1")), await open(hash("2"))];
        await harness.api(at(`PUT /pulls/${merged}/merge`), {});
        await harness.api(at(`PATCH /pulls/${closed}`), { state: "closed" });
        // Pushed, and about to become a pull request.
        await branch(hash("3"), "other");
        const { code, log } = await run();
        assert.equal(code, 0, log);
        assert.match(log, /No pull request is open/);
        assert.deepEqual(await branches(), [hash("3"), "main"]);
    });

    it("merges the newest once its checks have passed", async () => {
        await open(hash("1"));
        const newest = await open(hash("2"));
        await check(newest, "success");
        await check(newest, "", OWN_CHECK);
        const { code, log } = await run(true);
        assert.equal(code, 0, log);
        assert.deepEqual(Object.values(await states()), ["closed", "merged"]);
        assert.deepEqual(await branches(), ["main"]);
    });

    it("merges in the way that the repository allows", async () => {
        const forbidden = { allow_squash_merge: false, allow_merge_commit: false };
        await harness.api(at("PATCH /").replace(/\/$/, ""), forbidden);
        const number = await open(hash("1"));
        await check(number, "neutral", "skippable");
        await harness.api(at(`POST /statuses/${await headOf(number)}`), { state: "success" });
        const { log } = await run(true);
        assert.equal((await states())[number], "merged", log);
    });

    const held: Record<string, { arrange: () => Promise<number>; says: RegExp }> = {
        "a draft": {
            arrange: async () => {
                const number = await open(hash("1"), { draft: true });
                await check(number, "success");
                return number;
            },
            says: /is a draft, and is held/,
        },
        "one whose check has failed": {
            arrange: async () => {
                const number = await open(hash("1"));
                await check(number, "success");
                await check(number, "failure", "other");
                return number;
            },
            says: /stays open: a check has failed/,
        },
        "one whose check goes on": {
            arrange: async () => {
                const number = await open(hash("1"));
                await check(number, "success");
                await check(number, "", "slow");
                return number;
            },
            says: /stays open: no checks, or they have not ended/,
        },
        "one without checks": {
            arrange: () => open(hash("1")),
            says: /stays open: no checks, or they have not ended/,
        },
        "what a rule of the repository forbids": {
            arrange: async () => {
                const number = await open(hash("1"));
                await check(number, "success");
                await harness.admin.addFault({
                    method: "PUT",
                    path: "/merge$",
                    effect: "status",
                    status: 405,
                    count: 1000,
                });
                return number;
            },
            says: /stays open: GitHub does not let it be merged/,
        },
        "one that changes something else": {
            arrange: async () => {
                const number = await open(hash("1"), {}, ".github/workflows/mine.yml");
                await check(number, "success");
                return number;
            },
            says: /changes more than manifests\/overlays\/production\/kustomization\.yaml/,
        },
    };
    for (const [what, { arrange, says }] of Object.entries(held)) {
        it(`never merges ${what}`, async () => {
            const number = await arrange();
            const { code, log } = await run(true, { WAIT_MINUTES: "0.05" });
            await harness.admin.clearFaults();
            assert.equal(code, 0, log);
            assert.match(log, says);
            assert.equal((await states())[number], "open");
        });
    }

    it("says what GitHub refused, on one line", async () => {
        await open(hash("1"));
        await harness.admin.putToken({
            login: "alice",
            token: "reader",
            permissions: { metadata: "read" },
        });
        const { code, log } = await run(false, { GITHUB_TOKEN: "reader" });
        assert.equal(code, 1);
        assert.match(log, /^::error::GET \/pulls\?state=open\S* 403 .*not accessible.*\n$/);
        assert.doesNotMatch(log, /reader/);
    });

    async function headOf(number: number): Promise<string> {
        const { body } = await harness.api(at(`GET /pulls/${number}`));
        return (body.head as { sha: string }).sha;
    }
});
