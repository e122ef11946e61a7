import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { type AppKey, type Claims, newAppKey, webToken } from "./appHarness";
import { type ApiAnswer, eventually, Harness } from "./harness";

const PERMISSIONS = { contents: "write", metadata: "read", pull_requests: "write" } as const;
/** What clients of the two kinds here sign: half a minute back, for two minutes. */
const USUAL: Claims = { iat: -30, exp: 90 };

describe("stand-in: GitHub Apps", () => {
    let harness: Harness;
    let key: AppKey;
    let app: string;
    let installation: number;

    before(async () => {
        harness = await Harness.start();
        for (const name of ["app", "other", "third"]) {
            await harness.repository(name);
        }
        key = newAppKey();
        app = String((await putApp([key])).id);
        installation = (await install()).id;
    });
    after(() => harness.stop());

    function putApp(keys: readonly AppKey[]): Promise<{ id: number }> {
        return harness.admin.putApp({
            slug: "drift",
            owner: "letsgo",
            publicKeys: keys.map(({ publicKey }) => publicKey),
            permissions: PERMISSIONS,
        });
    }

    function install(settings: object = {}): Promise<{ id: number }> {
        const where = { app: "drift", account: "letsgo", repositories: ["app", "other"] };
        return harness.admin.putInstallation({ ...where, ...settings });
    }

    async function asApp(signature: string, body?: unknown): Promise<ApiAnswer> {
        return harness.api(signature, body, await webToken(key, { iss: app, ...USUAL }));
    }

    function tokenRequest(): string {
        return `POST /app/installations/${installation}/access_tokens`;
    }

    async function newToken(body?: unknown): Promise<string> {
        const answer = await asApp(tokenRequest(), body);
        assert.equal(answer.status, 201, JSON.stringify(answer.body));
        const token = String(answer.body.token);
        assert.equal((await harness.admin.issuedTokens()).at(-1)?.token, token);
        return token;
    }

    const refused: [what: string, claims: () => Claims, status: number, message: RegExp][] = [
        ["without issuer", () => USUAL, 401, /Missing 'issuer' claim/],
        ["of an unknown App", () => ({ iss: "1", ...USUAL }), 404, /^Integration not found$/],
        ["without expiry", () => ({ iss: app, iat: -30 }), 401, /Missing 'expiration time'/],
        ["that has expired", () => ({ iss: app, iat: -90, exp: -1 }), 401, /\('exp'\) must be/],
        ["for 11 minutes", () => ({ iss: app, iat: -1, exp: 660 }), 401, /too far in the future/],
        ["without issue time", () => ({ iss: app, exp: 90 }), 401, /\('iat'\) must be/],
        ["issued tomorrow", () => ({ iss: app, iat: 60, exp: 90 }), 401, /\('iat'\) must be/],
    ];
    for (const [what, claims, status, message] of refused) {
        it(`refuses a web token ${what}`, async () => {
            const token = await webToken(key, claims());
            const answer = await harness.api(tokenRequest(), undefined, token);
            assert.equal(answer.status, status);
            assert.match(String(answer.body.message), message);
        });
    }

    it("refuses what the App's key has not signed", async () => {
        const foreign = await webToken(newAppKey(), { iss: app, ...USUAL });
        // Signed with what everybody knows.
        const [header = "", claims = ""] = [{ alg: "HS256" }, { iss: app, exp: 9e9 }].map((part) =>
            Buffer.from(JSON.stringify(part)).toString("base64url"),
        );
        const hmac = createHmac("sha256", key.publicKey).update(`${header}.${claims}`);
        const forged = `${header}.${claims}.${hmac.digest("base64url")}`;
        for (const token of [foreign, forged, "write", "a.b.c", null]) {
            const answer = await harness.api(tokenRequest(), undefined, token);
            assert.equal(answer.status, 401);
            assert.equal(answer.body.message, "A JSON web token could not be decoded");
        }
    });

    it("shows the App and its installations to the App alone", async () => {
        const self = await asApp("GET /app");
        assert.deepEqual([self.body.id, self.body.slug], [Number(app), "drift"]);
        for (const where of [
            `GET /app/installations/${installation}`,
            "GET /repos/letsgo/app/installation",
            "GET /orgs/letsgo/installation",
        ]) {
            const { body } = await asApp(where);
            assert.deepEqual(
                [body.id, body.app_slug, body.repository_selection, body.permissions],
                [installation, "drift", "selected", PERMISSIONS],
            );
        }
        assert.equal((await asApp("GET /repos/letsgo/third/installation")).status, 404);
        assert.equal((await asApp("GET /app/installations/1")).status, 404);
        assert.equal((await harness.api("GET /app")).status, 401);
        // The App itself is nobody on other routes.
        assert.equal((await asApp("GET /repos/letsgo/app")).status, 401);
    });

    it("gives a token for an hour, with the installation's permissions", async () => {
        const { body, status } = await asApp(tokenRequest());
        assert.equal(status, 201);
        assert.match(String(body.token), /^ghs_/);
        assert.deepEqual([body.permissions, body.repository_selection], [PERMISSIONS, "selected"]);
        const life = (Date.parse(String(body.expires_at)) - Date.now()) / 1000;
        assert.ok(life > 3590 && life <= 3600, `${life} s`);
        const kept = (await harness.admin.tokens()).find((one) => one.installation !== undefined);
        assert.equal(kept?.login, "drift[bot]");
        assert.ok(!JSON.stringify(kept).includes(String(body.token)));
    });

    it("takes null for no wishes, which is what Argo CD and the updater send", async () => {
        const answer = await asApp(tokenRequest(), null);
        assert.deepEqual([answer.status, answer.body.permissions], [201, PERMISSIONS]);
    });

    it("enforces its repositories and its permissions", async () => {
        const token = await newToken();
        const status = async (signature: string, body?: unknown) =>
            (await harness.api(signature, body, token)).status;
        assert.equal(await status("GET /repos/letsgo/app"), 200);
        assert.equal(await status("GET /repos/letsgo/third"), 404);
        const file = { message: "m", content: "YQ==" };
        assert.equal(await status("PUT /repos/letsgo/app/contents/a.txt", file), 201);
        assert.equal(await status("PUT /repos/letsgo/third/contents/a.txt", file), 404);
        const hooks = await harness.api("GET /repos/letsgo/app/hooks", undefined, token);
        assert.equal(hooks.status, 403);
        assert.equal(hooks.body.message, "Resource not accessible by integration");
        assert.equal(hooks.headers.get("X-Accepted-GitHub-Permissions"), "repository_hooks=read");
        assert.equal(await status("GET /user"), 403);
        const { body } = await harness.api("GET /installation/repositories", undefined, token);
        assert.equal(body.total_count, 2);
        assert.equal((await harness.api("GET /installation/repositories")).status, 403);
    });

    it("gives narrower tokens, and none that are wider", async () => {
        const permissions = { contents: "read" };
        const token = await newToken({ permissions, repositories: ["other"] });
        const get = (name: string) =>
            harness.api(`GET /repos/letsgo/${name}/contents/README.md`, undefined, token);
        assert.equal((await get("other")).status, 200);
        assert.equal((await get("app")).status, 404);
        const file = { message: "m", content: "YQ==" };
        const write = await harness.api("PUT /repos/letsgo/other/contents/b", file, token);
        assert.equal(write.status, 403);
        const wider = await asApp(tokenRequest(), { permissions: { administration: "write" } });
        assert.equal(wider.status, 422);
        assert.match(String(wider.body.message), /permissions requested are not granted/);
        const further = await asApp(tokenRequest(), { repositories: ["third"] });
        assert.equal(further.status, 422);
        assert.match(String(further.body.message), /does not exist or is not accessible/);
    });

    it("takes a token as password of x-access-token for git, and names the App", async () => {
        const url = (token: string, name: string) =>
            `${harness.web.replace("//", `//x-access-token:${token}@`)}/letsgo/${name}.git`;
        const token = await newToken();
        const tree = await harness.clone(url(token, "app"), "as-app");
        await harness.commit(tree, "c.txt", "c");
        assert.ok((await harness.git(tree, ["push", "origin", "main"])).ok);
        const [entry] = (await harness.admin.git()).slice(-1);
        assert.deepEqual([entry?.transport, entry?.accepted], ["https", true]);
        const mine = (await harness.admin.tokens()).find(
            ({ fingerprint }) => fingerprint === entry?.token,
        );
        assert.equal(mine?.installation, installation);
        const third = await harness.git(tree, ["ls-remote", url(token, "third")]);
        assert.match(third.text, /Repository not found|not found/);
        const reading = await newToken({ permissions: { contents: "read" } });
        await harness.commit(tree, "d.txt", "d");
        const push = await harness.git(tree, ["push", url(reading, "app"), "main"]);
        assert.equal(push.ok, false);
    });

    it("opens a pull request as its bot", async () => {
        const token = await newToken();
        const { body: main } = await harness.api("GET /repos/letsgo/app/git/ref/heads/main");
        const { sha } = main.object as { sha: string };
        await harness.api("POST /repos/letsgo/app/git/refs", { ref: "refs/heads/its", sha }, token);
        await harness.api(
            "PUT /repos/letsgo/app/contents/its.txt",
            { message: "Its", content: "YQ==", branch: "its" },
            token,
        );
        const asked = { title: "Its", head: "its", base: "main" };
        const { status, body } = await harness.api("POST /repos/letsgo/app/pulls", asked, token);
        assert.equal(status, 201, JSON.stringify(body));
        const { login, type, url, html_url: page } = body.user as Record<string, string>;
        assert.deepEqual([login, type], ["drift[bot]", "Bot"]);
        assert.match(String(url), /\/users\/drift%5Bbot%5D$/);
        assert.match(String(page), /\/apps\/drift$/);
    });

    it("ends tokens: by time, by revoking, by suspending", async () => {
        const get = (token: string) =>
            harness.api("GET /installation/repositories", undefined, token);
        const revoked = await newToken();
        assert.equal(
            (await harness.api("DELETE /installation/token", undefined, revoked)).status,
            204,
        );
        assert.equal((await get(revoked)).status, 401);

        await install({ tokenSeconds: 1 });
        const short = await newToken();
        await eventually("the token to expire", async () => {
            const { status, body } = await get(short);
            return status === 401 && body.message === "Bad credentials" ? true : String(status);
        });

        await install();
        const kept = await newToken();
        await install({ suspended: true });
        const refusedToken = await get(kept);
        assert.equal(refusedToken.body.message, "This installation has been suspended");
        assert.equal((await asApp(tokenRequest())).status, 403);
        await install();
        assert.equal((await get(kept)).status, 200);
    });

    it("takes each of the App's keys, so that one can follow another", async () => {
        const next = newAppKey();
        const request = async (signer: AppKey) =>
            harness.api(tokenRequest(), undefined, await webToken(signer, { iss: app, ...USUAL }));
        assert.equal((await request(next)).status, 401);
        await putApp([key, next]);
        assert.deepEqual([(await request(key)).status, (await request(next)).status], [201, 201]);
        await putApp([next]);
        assert.deepEqual([(await request(key)).status, (await request(next)).status], [401, 201]);
        await putApp([key]);
    });

    it("outlives a restart", async () => {
        const token = await newToken();
        await harness.restart();
        const get = await harness.api("GET /repos/letsgo/app", undefined, token);
        assert.equal(get.status, 200);
        assert.equal((await asApp("GET /app")).status, 200);
    });

    it("tells what is wrong with an admin request", async () => {
        const known = { slug: "x", owner: "letsgo", permissions: "read", publicKeys: [] } as const;
        await assert.rejects(harness.admin.putApp({ ...known, owner: "nobody" }), /no account/);
        await assert.rejects(harness.admin.putApp({ ...known, publicKeys: ["no key"] }));
        await assert.rejects(install({ app: "nobody" }), /no App nobody/);
    });

    it("had no violation", async () => {
        assert.deepEqual(await harness.admin.violations(), []);
    });
});
