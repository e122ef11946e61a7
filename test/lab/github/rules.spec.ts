import assert from "node:assert/strict";
import { newAppKey, webToken } from "./appHarness";
import { Harness, type KeyPair } from "./harness";

const ADMINISTRATORS = { actor_id: 5, actor_type: "RepositoryRole", bypass_mode: "always" };
const DEPLOY_KEYS = { actor_id: null, actor_type: "DeployKey", bypass_mode: "always" };
const PULL_REQUEST = {
    type: "pull_request",
    parameters: {
        dismiss_stale_reviews_on_push: false,
        require_code_owner_review: false,
        require_last_push_approval: false,
        required_approving_review_count: 1,
        required_review_thread_resolution: false,
    },
};

/** Alice is an administrator, bob may only write. */
describe("stand-in: rules of branches", () => {
    let harness: Harness;
    let key: KeyPair;
    let number = 0;

    before(async () => {
        harness = await Harness.start();
        const { admin } = harness;
        await admin.putAccount({ login: "bob", type: "User" });
        await admin.putAccount({ login: "letsgo", type: "Organization", writers: ["bob"] });
        await admin.putToken({ login: "bob", permissions: "write", token: "bob" });
        key = await harness.keyPair("write-key");
    });
    after(() => harness.stop());

    /** A repository with those rules, and clones of it. */
    async function ruled(rules: object[], bypass: object[]) {
        const name = `rules-${++number}`;
        await harness.repository(name);
        const repository = `letsgo/${name}`;
        const made = await harness.api(`POST /repos/${repository}/rulesets`, {
            name: "main",
            target: "branch",
            enforcement: "active",
            bypass_actors: bypass,
            conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
            rules,
        });
        assert.equal(made.status, 201);
        const cloneAs = (user: string) => {
            const url = new URL(`${harness.web}/${repository}.git`);
            url.username = "git";
            url.password = user;
            return harness.clone(url.href, `${name}-${user}`);
        };
        return { repository, cloneAs, id: String(made.body.id) };
    }

    async function push(tree: string, ...args: string[]) {
        await harness.commit(tree, "file.txt", `${tree} ${Math.random()}`);
        return harness.git(tree, ["push", "origin", ...args]);
    }

    it("nobody deletes or rewrites a branch whose rules nobody bypasses", async () => {
        const { repository, cloneAs } = await ruled(
            [{ type: "deletion" }, { type: "non_fast_forward" }],
            [],
        );
        const tree = await cloneAs("write");
        assert.ok((await push(tree, "main")).ok);
        await harness.git(tree, ["commit", "--amend", "--quiet", "-m", "Rewritten"]);
        const forced = await harness.git(tree, ["push", "--force", "origin", "main"]);
        assert.match(
            forced.text,
            /rule violations found for refs\/heads\/main[^]*Cannot force-push/,
        );
        const deleted = await harness.git(tree, ["push", "origin", ":main"]);
        assert.match(deleted.text, /Cannot delete this branch/);
        // Other branches are free.
        assert.ok((await push(tree, "HEAD:other")).ok);
        assert.ok((await harness.git(tree, ["push", "origin", ":other"])).ok);
        const root = (await harness.git(tree, ["rev-list", "--max-parents=0", "HEAD"])).text.trim();
        const moved = await harness.api(`PATCH /repos/${repository}/git/refs/heads/main`, {
            sha: root,
            force: true,
        });
        assert.equal(moved.status, 422);
        assert.match(String(moved.body.message), /Cannot force-push/);
    });

    it("who has to open a pull request pushes in vain, by Git and by the API", async () => {
        const { repository, cloneAs } = await ruled([PULL_REQUEST], [ADMINISTRATORS]);
        const [bobs, alices] = [await cloneAs("bob"), await cloneAs("write")];
        const refused = await push(bobs, "main");
        assert.match(refused.text, /Changes must be made through a pull request/);
        const file = { message: "m", content: Buffer.from("x").toString("base64") };
        const put = await harness.api(`PUT /repos/${repository}/contents/x.txt`, file, "bob");
        assert.equal(put.status, 409);
        assert.match(String(put.body.message), /^Repository rule violations found/);
        const [entry] = (await harness.admin.git()).slice(-1);
        assert.deepEqual(
            [entry?.accepted, entry?.reason, entry?.updates],
            [false, "Changes must be made through a pull request.", []],
        );
        // An administrator bypasses.
        assert.ok((await push(alices, "main")).ok);
        assert.equal(
            (await harness.api(`PUT /repos/${repository}/contents/x.txt`, file)).status,
            201,
        );
    });

    it("a pull request wants its reviews and checks, from who cannot bypass", async () => {
        const checks = {
            type: "required_status_checks",
            parameters: {
                required_status_checks: [{ context: "build" }],
                strict_required_status_checks_policy: false,
            },
        };
        const { repository, cloneAs } = await ruled([PULL_REQUEST, checks], [ADMINISTRATORS]);
        assert.ok((await push(await cloneAs("bob"), "HEAD:change")).ok);
        const pulls = `/repos/${repository}/pulls`;
        const opened = { title: "Change", head: "change", base: "main" };
        assert.equal((await harness.api(`POST ${pulls}`, opened, "bob")).status, 201);
        const merged = await harness.api(`PUT ${pulls}/1/merge`, {}, "bob");
        assert.equal(merged.status, 405);
        assert.match(
            String(merged.body.message),
            /At least 1 approving review[^]*"build" is expected/,
        );
        assert.equal((await harness.api(`PUT ${pulls}/1/merge`, {})).status, 200);
    });

    it("required checks count as runs and as statuses, in the last report of each", async () => {
        const names = ["Overlays", "Build backend"];
        const checks = {
            type: "required_status_checks",
            parameters: {
                required_status_checks: names.map((context) => ({ context })),
                strict_required_status_checks_policy: false,
            },
        };
        const { repository, cloneAs } = await ruled([checks], [ADMINISTRATORS]);
        const tree = await cloneAs("bob");
        assert.match(
            (await push(tree, "main")).text,
            /2 of 2 required status checks are expected\./,
        );
        assert.ok((await push(tree, "HEAD:change")).ok);
        const pulls = `/repos/${repository}/pulls`;
        await harness.api(
            `POST ${pulls}`,
            { title: "Change", head: "change", base: "main" },
            "bob",
        );
        const sha = (await harness.git(tree, ["rev-parse", "HEAD"])).text.trim();
        const run = (name: string, state: object) =>
            harness.api(`POST /repos/${repository}/check-runs`, { name, head_sha: sha, ...state });
        const status = (context: string, state: string) =>
            harness.api(`POST /repos/${repository}/statuses/${sha}`, { context, state });
        const merge = async () => harness.api(`PUT ${pulls}/1/merge`, {}, "bob");
        const [overlays = "", backend = ""] = names;
        const reports: [report: () => Promise<unknown>, refusal: RegExp][] = [
            [() => run("Other", { conclusion: "success" }), /2 of 2 .* are expected\./],
            [() => run(overlays, { status: "in_progress" }), /2 of 2 .*succeeded: 1 expected\./],
            [() => run(overlays, { conclusion: "failure" }), /: 1 expected and 1 failing\./],
            [() => run(overlays, { conclusion: "success" }), /"Build backend" is expected\./],
            [() => status(backend, "pending"), /"Build backend" is pending\./],
            [() => status(backend, "failure"), /"Build backend" is failing\./],
        ];
        for (const [report, refusal] of reports) {
            await report();
            const refused = await merge();
            assert.equal(refused.status, 405);
            assert.match(String(refused.body.message), refusal);
        }
        await status(backend, "success");
        // Who may write sees what has been reported.
        const listed = `GET /repos/${repository}/commits/${sha}`;
        for (const kind of ["check-runs", "status"]) {
            const { status: code } = await harness.api(`${listed}/${kind}`, undefined, "bob");
            assert.equal(code, 200);
        }
        assert.equal((await merge()).status, 200);
    });

    it("deploy keys bypass where they are listed, and only there", async () => {
        const { repository, id } = await ruled([PULL_REQUEST], [ADMINISTRATORS]);
        await harness.deployKey(repository, key, false);
        const tree = await harness.clone(harness.sshUrl(repository), "by-key", key);
        await harness.commit(tree, "file.txt", "one");
        const refused = await harness.git(tree, ["push", "origin", "main"], key);
        assert.match(refused.text, /Changes must be made through a pull request/);
        const bypass = { bypass_actors: [ADMINISTRATORS, DEPLOY_KEYS] };
        await harness.api(`PUT /repos/${repository}/rulesets/${id}`, bypass);
        assert.ok((await harness.git(tree, ["push", "origin", "main"], key)).ok);
    });

    it("an App bypasses where it is listed itself, whoever has installed it", async () => {
        const key = newAppKey();
        const permissions = { contents: "write", metadata: "read" } as const;
        const { id: app } = await harness.admin.putApp({
            slug: "updater",
            owner: "letsgo",
            publicKeys: [key.publicKey],
            permissions,
        });
        const { id: installation } = await harness.admin.putInstallation({
            app: "updater",
            account: "letsgo",
            repositories: "all",
        });
        const { repository, cloneAs, id } = await ruled([PULL_REQUEST], [ADMINISTRATORS]);
        const made = await harness.api(
            `POST /app/installations/${installation}/access_tokens`,
            undefined,
            await webToken(key, { iss: String(app), iat: -30, exp: 90 }),
        );
        const tree = await cloneAs(String(made.body.token));
        assert.match((await push(tree, "main")).text, /made through a pull request/);
        const place = `PUT /repos/${repository}/rulesets/${id}`;
        for (const [listed, isExempt] of [
            [installation, false],
            [app, true],
        ] as const) {
            const one = { actor_id: listed, actor_type: "Integration", bypass_mode: "always" };
            await harness.api(place, { bypass_actors: [ADMINISTRATORS, one] });
            assert.equal((await push(tree, "main")).ok, isExempt);
        }
    });

    it("a ruleset without bypass holds for administrators; a disabled one for nobody", async () => {
        const { repository, cloneAs, id } = await ruled([PULL_REQUEST], []);
        const tree = await cloneAs("write");
        assert.ok(!(await push(tree, "main")).ok);
        const place = `/repos/${repository}/rulesets`;
        await harness.api(`PUT ${place}/${id}`, { enforcement: "disabled" });
        assert.ok((await push(tree, "main")).ok);
    });

    it("who may only write administers nothing", async () => {
        const { repository, id } = await ruled([PULL_REQUEST], [ADMINISTRATORS]);
        const removed = await harness.api(
            `DELETE /repos/${repository}/rulesets/${id}`,
            undefined,
            "bob",
        );
        assert.equal(removed.status, 403);
        assert.equal((await harness.api(`GET /repos/${repository}`, undefined, "bob")).status, 200);
    });

    it("had no violation", async () => {
        assert.deepEqual(await harness.admin.violations(), []);
    });
});
