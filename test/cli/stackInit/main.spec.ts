import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";

const ROOT = path.join(__dirname, "..", "..", "..");
const TOKEN = "canary-token";

/** Stands in for the Pulumi CLI: a backend in a folder, which makes stacks that have a passphrase. */
const PULUMI = `#!/bin/sh
echo "pulumi $*" >> calls
case "$*" in
*version*) echo v3.259.0 ;;
*whoami*) [ -e logged-in ] || { echo "error: cannot read s3://user:canary-bucket@state" >&2; exit 3; }; echo '{"user":"alice","url":"s3://user:canary-bucket@state"}' ;;
*"stack ls"*) cat stacks ;;
*"stack init"*--secrets-provider*) echo 'secretsprovider: awskms://alias/gitops' >> Pulumi.dev.yaml ;;
*"stack init"*) echo '[{"name":"dev","resourceCount":0}]' > stacks; echo 'encryptionsalt: v1:abc' >> Pulumi.dev.yaml ;;
esac
`;

/** Stands in for kubectl: an empty cluster as kind makes it. */
const KUBECTL = `#!/bin/sh
echo "kubectl $*" >> calls
case "$*" in
*"version --client"*) echo v1.34.2 ;;
*current-context*) echo kind-dev ;;
*"config view"*) echo https://127.0.0.1:6443 ;;
*/version*) echo '{"gitVersion":"v1.34.2"}' ;;
*storageclasses*) echo '{"items":[{"kind":"StorageClass","metadata":{"name":"standard","annotations":{"storageclass.kubernetes.io/is-default-class":"true"}}}]}' ;;
esac
`;

const GH = `#!/bin/sh
[ "$*" = "auth token --hostname 127.0.0.1" ] && echo ${TOKEN}
`;

describe("npm run stack:init", function () {
    // Several starts of Node in one test, which take their time on a busy machine.
    this.timeout(120_000);

    let folder: string;
    let server: Server;
    let asked: string[];

    beforeEach(async () => {
        asked = [];
        server = createServer((request, response) => {
            asked.push(`${request.url ?? ""} ${request.headers.authorization ?? ""}`);
            response.writeHead(404).end("{}");
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        folder = fs.mkdtempSync(path.join(os.tmpdir(), "image-drift-stack-init-"));
        for (const [name, text] of Object.entries({ pulumi: PULUMI, kubectl: KUBECTL, gh: GH })) {
            fs.writeFileSync(path.join(folder, name), text, { mode: 0o755 });
        }
        fs.writeFileSync(path.join(folder, "stacks"), "[]");
        const { port } = server.address() as AddressInfo;
        const sample = fs.readFileSync(path.join(ROOT, "Pulumi.dev.yaml"), "utf8");
        fs.writeFileSync(
            path.join(folder, "Pulumi.dev.yaml"),
            sample.replace(
                "    argocd-image-drift:appName:",
                `    argocd-image-drift:githubBaseUrl: http://127.0.0.1:${port}/\n$&`,
            ),
        );
        execFileSync("git", ["init", "--quiet", folder]);
        const url = `http://robot:${TOKEN}@127.0.0.1:${port}/acme/platform.git`;
        execFileSync("git", ["-C", folder, "remote", "add", "origin", url]);
    });
    afterEach(() => {
        server.close();
        fs.rmSync(folder, { recursive: true });
    });

    interface Result {
        readonly status: number;
        readonly stdout: string;
        readonly stderr: string;
    }

    function stackInit(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Result> {
        const tsx = pathToFileURL(require.resolve("tsx")).href;
        // The user's own passphrase, if there is one, is not the test's.
        const own = Object.entries(process.env).filter(
            ([name]) => !name.startsWith("PULUMI_CONFIG_PASSPHRASE"),
        );
        return new Promise((resolve) => {
            execFile(
                process.execPath,
                [`--import=${tsx}`, path.join(ROOT, "cli/stackInit/main.ts"), ...args],
                {
                    cwd: folder,
                    env: {
                        ...Object.fromEntries(own),
                        ...env,
                        PATH: `${folder}:${process.env.PATH ?? ""}`,
                    },
                },
                (error, stdout, stderr) => {
                    const status = typeof error?.code === "number" ? error.code : 0;
                    resolve({ status, stdout, stderr });
                },
            );
        });
    }

    const stackFile = () => fs.readFileSync(path.join(folder, "Pulumi.dev.yaml"), "utf8");
    const calls = () => fs.readFileSync(path.join(folder, "calls"), "utf8");

    it("goes on where it has stopped, and shows no secret", async () => {
        const first = await stackInit(["dev"]);
        assert.equal(first.status, 1, first.stderr);
        assert.match(first.stdout, /The backend does not answer \(cannot read s3:\/\/state\)/);
        assert.match(first.stdout, /^ {6}npm run stack:init -- dev$/m);
        assert.match(stackFile(), /^ {4}argocd-image-drift:githubOwner: acme$/m);
        assert.match(stackFile(), /^ {4}argocd-image-drift:kubeContext: kind-dev$/m);
        assert.doesNotMatch(calls(), /stack init/);

        fs.writeFileSync(path.join(folder, "logged-in"), "");
        const before = stackFile();
        const provided = await stackInit(["dev"], { PULUMI_CONFIG_PASSPHRASE: "canary-pass" });
        assert.equal(provided.status, 1, provided.stderr);
        assert.match(provided.stdout, /backend +s3:\/\/state as alice/);
        assert.match(calls(), /^pulumi stack init dev --non-interactive$/m);
        assert.equal(stackFile(), `${before}encryptionsalt: v1:abc\n`);
        assert.match(provided.stdout, /^Done:\n {2}pulumi stack init dev$/m);
        assert.match(
            provided.stdout,
            /^ {6}gh auth token --hostname 127\.0\.0\.1 \| pulumi config set --stack dev --secret githubToken$/m,
        );
        assert.match(
            provided.stdout,
            /^ {6}ssh-keyscan 127\.0\.0\.1 \| pulumi config set --stack dev/m,
        );

        const again = await stackInit(["dev"], { PULUMI_CONFIG_PASSPHRASE: "canary-pass" });
        assert.doesNotMatch(again.stdout, /^Done:/m);
        assert.equal(calls().match(/stack init/g)?.length, 1);

        for (const { stdout, stderr } of [first, provided, again]) {
            assert.doesNotMatch(stdout + stderr, /canary/);
        }
        assert.doesNotMatch(calls(), /canary/);
        assert.deepEqual(
            new Set(asked),
            new Set([`/api/v3/repos/acme/letsgo-app Bearer ${TOKEN}`]),
        );
    });

    it("hands the secrets provider over, and needs no passphrase then", async () => {
        fs.writeFileSync(path.join(folder, "logged-in"), "");
        const provider = "awskms://alias/gitops?region=eu-central-1";
        const { stdout } = await stackInit(["dev", "--secrets-provider", provider]);
        assert.doesNotMatch(stdout, /PASSPHRASE/);
        assert.match(calls(), /stack init dev --secrets-provider awskms:\/\/alias\/gitops\?region/);
    });

    it("refuses what there is no environment for, and does nothing", async () => {
        for (const [args, message] of [
            [["qa"], /no environment for the stack "qa"[\s\S]*write stacks\/qa\.ts/],
            [[], /which stack\?[\s\S]*Usage:/],
        ] as const) {
            const before = fs.readdirSync(folder);
            const { status, stdout, stderr } = await stackInit([...args]);
            assert.equal(status, 2);
            assert.equal(stdout, "");
            assert.match(stderr, message);
            assert.deepEqual(fs.readdirSync(folder), before);
        }
    });

    it("explains itself", async () => {
        const { status, stdout } = await stackInit(["--help"]);
        assert.equal(status, 0);
        assert.match(stdout, /^Usage: npm run stack:init -- STACK/);
    });
});
