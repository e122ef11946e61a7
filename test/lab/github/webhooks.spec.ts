import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { checkWebhook } from "../../../lab/github/openapi/validator";
import { eventually, Harness, Receiver, type Received } from "./harness";

describe("stand-in: webhooks", () => {
    let harness: Harness;
    let url: string;
    const receiver = new Receiver();
    const hooks = "/repos/letsgo/app/hooks";
    const config = () => ({ url, content_type: "json", insecure_ssl: "0", secret: "s3cret" });

    before(async () => {
        harness = await Harness.start();
        url = await receiver.listen();
        await harness.repository("app");
    });
    after(async () => {
        receiver.close();
        await harness.stop();
    });

    function verify(received: Received | undefined): Record<string, unknown> {
        assert.ok(received);
        for (const [header, algorithm] of [
            ["x-hub-signature-256", "sha256"],
            ["x-hub-signature", "sha1"],
        ] as const) {
            const digest: string = createHmac(algorithm, "s3cret")
                .update(received.raw)
                .digest("hex");
            assert.equal(received.headers[header], `${algorithm}=${digest}`);
        }
        return received.body;
    }

    it("pings a new hook and never shows its secret", async () => {
        const body = { name: "web", config: config(), events: ["push", "package"], active: true };
        const made = await harness.api(`POST ${hooks}`, body);
        assert.equal(made.status, 201);
        assert.deepEqual(made.body.config, { ...config(), secret: "********" });
        const [ping] = await receiver.wait("ping", 1);
        assert.equal(checkWebhook("ping", verify(ping)), undefined);
        assert.equal((await harness.api(`POST ${hooks}`, body)).status, 422, "the same hook twice");
    });

    it("tells of a commit made through the API", async () => {
        const file = { message: "Add it", content: "YQ==" };
        const made = await harness.api("PUT /repos/letsgo/app/contents/dir/a.txt", file);
        const [push] = await receiver.wait("push", 1);
        const event = verify(push);
        assert.equal(checkWebhook("push", event), undefined);
        const { sha } = made.body.commit as { sha: string };
        assert.equal(event.ref, "refs/heads/main");
        assert.equal(event.after, sha);
        const repository = event.repository as Record<string, unknown>;
        assert.equal(repository.html_url, `${harness.web}/letsgo/app`);
        assert.equal(repository.default_branch, "main");
        const [commit] = event.commits as Record<string, unknown>[];
        assert.deepEqual([commit?.id, commit?.added, commit?.modified], [sha, ["dir/a.txt"], []]);
        assert.equal((event.pusher as { name: string }).name, "alice");
        assert.match(String(push?.headers["x-github-delivery"]), /^[0-9a-f-]{36}$/);
    });

    it("tells of pushes over SSH: new, changed and deleted branches", async () => {
        const key = await harness.keyPair("key");
        await harness.deployKey("letsgo/app", key, false);
        const tree = await harness.clone(harness.sshUrl("letsgo/app"), "tree", key);
        await harness.commit(tree, "dir/a.txt", "changed");
        await harness.git(tree, ["push", "origin", "main", "main:topic"], key);
        const pushes = (await receiver.wait("push", 3)).slice(1).map(verify);
        const main = pushes.find((event) => event.ref === "refs/heads/main");
        const topic = pushes.find((event) => event.ref === "refs/heads/topic");
        const commits = main?.commits as { modified: string[] }[] | undefined;
        const modified = commits?.flatMap((commit) => commit.modified);
        assert.deepEqual(modified, ["dir/a.txt"]);
        assert.deepEqual([topic?.created, topic?.before], [true, "0".repeat(40)]);
        await harness.git(tree, ["push", "origin", ":topic"], key);
        const gone = verify((await receiver.wait("push", 4))[3]);
        assert.equal(checkWebhook("push", gone), undefined);
        assert.deepEqual([gone.deleted, gone.head_commit, gone.commits], [true, null, []]);
    });

    it("turns registry notifications into package events", async () => {
        const event = (action: string, repository: string, tag?: string) => ({
            id: "1",
            action,
            target: {
                mediaType: "application/vnd.oci.image.manifest.v1+json",
                digest: "sha256:1",
                repository,
                tag,
            },
        });
        const sent = await harness.admin.registryEvents({
            events: [
                event("push", "letsgo/letsgo-app-backend", "v1.0.1"),
                event("push", "letsgo/letsgo-app-backend"),
                event("pull", "letsgo/letsgo-app-backend", "v1.0.1"),
                event("push", "somebody/else", "v1.0.1"),
            ],
        });
        assert.equal(sent, 1);
        const [published] = await receiver.wait("package", 1);
        const payload = verify(published);
        assert.equal(checkWebhook("package-published", payload), undefined);
        const { name, owner, package_type, package_version } = payload.package as {
            name: string;
            package_type: string;
            owner: { login: string };
            package_version: { container_metadata: { tag: { name: string } } };
        };
        assert.deepEqual(
            [payload.action, name, package_type, owner.login],
            ["published", "letsgo-app-backend", "CONTAINER", "letsgo"],
        );
        assert.equal(package_version.container_metadata.tag.name, "v1.0.1");
    });

    it("logs deliveries, those that nobody takes as well, and does not try again", async () => {
        const dead = { ...config(), url: "http://127.0.0.1:1/nobody" };
        const body = { config: dead, events: ["push"] };
        const made = await harness.api(`POST ${hooks}`, body);
        await eventually("the failed ping", async () => {
            const log = await harness.admin.deliveries();
            return (
                log.some((entry) => entry.error?.includes("ECONNREFUSED")) || JSON.stringify(log)
            );
        });
        const log = await harness.admin.deliveries();
        assert.equal(log.filter((entry) => entry.url === dead.url).length, 1);
        const hook = await harness.api(`GET ${hooks}/${String(made.body.id)}`);
        assert.equal((hook.body.last_response as { code: number }).code, 502);
        assert.ok(log.some((entry) => entry.event === "push" && entry.status === 200));
        assert.ok(log.every((entry) => entry.signed));
    });

    it("follows changes: inactive hooks hear nothing, a new secret signs", async () => {
        const list = (await harness.api(`GET ${hooks}`)).body as unknown as { id: number }[];
        const id = list[0]?.id ?? 0;
        await harness.api(`PATCH ${hooks}/${id}`, { active: false });
        const before = receiver.of("push").length;
        await harness.api("PUT /repos/letsgo/app/contents/b", { message: "m", content: "YQ==" });
        await harness.api(`PATCH ${hooks}/${id}`, {
            active: true,
            config: { ...config(), secret: "new" },
        });
        await harness.api("PUT /repos/letsgo/app/contents/c", { message: "m", content: "YQ==" });
        const pushes = await receiver.wait("push", before + 1);
        const last = pushes.at(-1);
        assert.equal(pushes.length, before + 1);
        const digest = createHmac("sha256", "new")
            .update(last?.raw ?? "")
            .digest("hex");
        assert.equal(last?.headers["x-hub-signature-256"], `sha256=${digest}`);
    });

    it("had no violation", async () => {
        assert.deepEqual(await harness.admin.violations(), []);
    });
});
