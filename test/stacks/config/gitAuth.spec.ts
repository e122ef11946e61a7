import assert from "node:assert/strict";

import { check, type Given, problemsOf } from "../../support/configSource";
import { fixableProblems } from "../../support/fixes";
import { APP_KEY, APP_KEY_PKCS8, EC_KEY, LOCKED_KEY, PUBLIC_KEY } from "../../support/privateKeys";

const APP: Given = {
    gitAuth: "githubApp",
    githubAppId: 123456,
    githubAppInstallationId: 12345678,
    githubAppPrivateKey: APP_KEY,
};
const ENTERPRISE: Given = { knownHosts: ["git.example.com ssh-ed25519 AAAA"] };

/** Key and reason of each problem. */
function reasons(given: Given): Record<string, string> {
    return Object.fromEntries(fixableProblems(given).map(({ key, reason }) => [key, reason]));
}

describe("gitAuth githubApp", () => {
    it("takes an App, its installation and its key", () => {
        const { config, problems } = check(APP);
        assert.deepEqual(problems, []);
        assert.deepEqual(config?.git.app, {
            id: 123456,
            installationId: 12345678,
            privateKey: APP_KEY,
        });
    });

    const endpoints: readonly [baseUrl: string, host: string, apiUrl: string | undefined][] = [
        ["https://api.github.com/", "github.com", undefined],
        ["https://git.example.com/", "git.example.com", "https://git.example.com/api/v3"],
        ["https://git.example.com/api/v3/", "git.example.com", "https://git.example.com/api/v3"],
        ["https://acme.ghe.com/", "acme.ghe.com", "https://api.acme.ghe.com"],
        ["https://api.acme.ghe.com/", "acme.ghe.com", "https://api.acme.ghe.com"],
    ];
    for (const [githubBaseUrl, host, apiUrl] of endpoints) {
        it(`${githubBaseUrl}: signs in at ${apiUrl ?? "github.com's own API"}`, () => {
            const knownHosts = [`${host} ssh-ed25519 AAAA`];
            const { config, problems } = check({ ...APP, githubBaseUrl, knownHosts });
            assert.deepEqual(problems, []);
            assert.equal(config?.git.app?.apiUrl, apiUrl);
        });
    }

    it("needs all three", () => {
        assert.deepEqual(reasons({ gitAuth: "githubApp" }), {
            githubAppId: "is missing: gitAuth is githubApp",
            githubAppInstallationId: "is missing: gitAuth is githubApp",
            githubAppPrivateKey: "is missing: gitAuth is githubApp",
        });
        const [key] = problemsOf({ ...APP, githubAppPrivateKey: "" });
        assert.deepEqual(key?.fix, [
            "pulumi config set --stack dev --secret githubAppPrivateKey < app.private-key.pem",
        ]);
    });

    it("takes numbers only, and not the client id that is also on the App's page", () => {
        const given = { ...APP, githubAppId: "Iv1.0123456789abcdef", githubAppInstallationId: 0 };
        assert.deepEqual(reasons(given), {
            githubAppId: "is not a whole number",
            githubAppInstallationId: "is below 1",
        });
    });

    it("refuses what belongs to another way to sign in", () => {
        assert.deepEqual(reasons({ ...APP, gitToken: "ghp_x" }), {
            gitToken: "contradicts gitAuth githubApp: it belongs to gitAuth token",
        });
        for (const gitAuth of ["", "deployKey"]) {
            assert.deepEqual(reasons({ ...APP, gitAuth }), {
                githubAppId: "contradicts gitAuth deployKey: it belongs to gitAuth githubApp",
                githubAppInstallationId:
                    "contradicts gitAuth deployKey: it belongs to gitAuth githubApp",
                githubAppPrivateKey:
                    "contradicts gitAuth deployKey: it belongs to gitAuth githubApp",
            });
        }
        const token = { gitAuth: "token", gitToken: "ghp_x", githubAppId: 1 };
        assert.deepEqual(reasons(token), {
            githubAppId: "contradicts gitAuth token: it belongs to gitAuth githubApp",
        });
    });

    for (const githubBaseUrl of ["http://git.example.com", "https://git.example.com:8443"]) {
        it(`refuses ${githubBaseUrl}, where nothing can be pushed to https://git.example.com/`, () => {
            assert.match(
                reasons({ ...APP, ...ENTERPRISE, githubBaseUrl })["gitAuth"] ?? "",
                /^needs a host that serves Git by https on port 443/,
            );
        });
    }
});

describe("githubAppPrivateKey", () => {
    const taken: readonly [what: string, key: string][] = [
        ["as GitHub hands it out", APP_KEY],
        ["without its last line end", APP_KEY.trimEnd()],
        ["with the line ends of Windows", APP_KEY.replaceAll("\n", "\r\n")],
        ["in PKCS #8", APP_KEY_PKCS8],
    ];
    for (const [what, githubAppPrivateKey] of taken) {
        it(`is taken ${what}`, () => {
            assert.deepEqual(problemsOf({ ...APP, githubAppPrivateKey }), []);
        });
    }

    const lines = APP_KEY.trimEnd().split("\n");
    const refused: readonly [what: string, key: string, reason: string][] = [
        ["a path", "/keys/canary.pem", "is one line of text; give the file's content"],
        ["text", "canary\ncanary", "is not PEM"],
        ["PEM whose lines were joined", lines.join(""), "has no line ends"],
        ["PEM with escaped line ends", lines.join("\\n"), "has no line ends"],
        ["its beginning only", lines.slice(0, -3).join("\n"), "does not end where"],
        [
            "a key with a line lost",
            [...lines.slice(0, 5), ...lines.slice(6)].join("\n"),
            "is damaged",
        ],
        ["a public key", PUBLIC_KEY, "is PEM of something else"],
        ["a key with a passphrase", LOCKED_KEY, "has a passphrase"],
        ["a key of another kind", EC_KEY, "is a private key of another kind than RSA"],
        [
            "an SSH key",
            "-----BEGIN OPENSSH PRIVATE KEY-----\ncanary\n-----END OPENSSH PRIVATE KEY-----",
            "is PEM of something else",
        ],
    ];
    for (const [what, githubAppPrivateKey, reason] of refused) {
        it(`is refused: ${what}`, () => {
            const problems = fixableProblems({ ...APP, githubAppPrivateKey });
            assert.equal(problems.length, 1, JSON.stringify(problems));
            const [problem] = problems;
            assert.equal(problem?.key, "githubAppPrivateKey");
            assert.ok(problem.reason.startsWith(reason), problem.reason);
            // Not a line of it is said again.
            const said = JSON.stringify(problems);
            for (const line of githubAppPrivateKey.split("\n").filter((part) => part.length > 9)) {
                assert.ok(!said.includes(line), said);
            }
            assert.ok(!said.includes("canary"), said);
        });
    }

    it("is refused as plain text", () => {
        const [problem] = problemsOf(APP, { plain: ["githubAppPrivateKey"] });
        assert.match(problem?.reason ?? "", /^is a secret and stored as plain text/);
        assert.ok(!JSON.stringify(problem).includes(lines[1] ?? ""));
    });
});
