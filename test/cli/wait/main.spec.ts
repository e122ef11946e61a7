import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { DEFAULT_ARGO_NAMESPACE } from "../../../cli/wait/environment";
import { UNBUILT_TAG } from "../../../cli/wait/images";
import * as manifests from "../../../components/manifests";
import { declaration } from "../../../stacks/config/configKeys";
import type { Case } from "./seen";

const ROOT = path.join(__dirname, "..", "..", "..");
const KUBECONFIG = "canary-kubeconfig";

/** Stands in for the Pulumi CLI: one stack, prod. */
const PULUMI = `#!/bin/sh
case "$*" in
*nosuch*) echo "error: no stack named 'nosuch' found" >&2; exit 6 ;;
*"stack output"*empty*) echo '{}' ;;
*"stack output"*) echo '{"application":"letsgo-app-prod","waitingFor":[],"writeBackPath":"manifests/overlays/production"}' ;;
*"config get kubeconfig"*) echo '${KUBECONFIG}' ;;
*"config --json"*) echo '{"argocd-image-drift:kubeconfig":{"secret":true},"argocd-image-drift:argoCdNamespace":{"value":""},"argocd-image-drift:githubToken":{"secret":true}}' ;;
esac
`;

/** Stands in for kubectl: says what was found once, and notes how it was called. */
const KUBECTL = `#!/bin/sh
echo "$*" >> "$CALLS"
for word; do case $word in --kubeconfig=*) cat "\${word#*=}" >> "$CALLS" ;; esac; done
case "$*" in
*logs*) echo "first line"; echo "cannot reach the database" ;;
*applications*) cat "$FOUND" ;;
*) echo '{"items":[]}' ;;
esac
`;

describe("npm run wait", function () {
    // Several starts of Node in one test, which take their time on a busy machine.
    this.timeout(60_000);

    let directory: string;

    before(() => {
        directory = fs.mkdtempSync(path.join(os.tmpdir(), "image-drift-wait-test-"));
        fs.writeFileSync(path.join(directory, "pulumi"), PULUMI, { mode: 0o755 });
        fs.writeFileSync(path.join(directory, "kubectl"), KUBECTL, { mode: 0o755 });
    });
    after(() => {
        fs.rmSync(directory, { recursive: true });
    });

    function wait(found: Case, ...args: string[]) {
        const calls = path.join(directory, `${found}-calls`);
        fs.writeFileSync(calls, "");
        const { status, stdout, stderr } = spawnSync(
            process.execPath,
            ["--import=tsx", path.join(ROOT, "cli/wait/main.ts"), ...args],
            {
                cwd: ROOT,
                encoding: "utf8",
                env: {
                    ...process.env,
                    PATH: `${directory}:${process.env.PATH ?? ""}`,
                    TMPDIR: directory,
                    CALLS: calls,
                    FOUND: path.join(ROOT, `test/fixtures/wait/${found}.json`),
                },
            },
        );
        return { status, stdout, stderr, calls: fs.readFileSync(calls, "utf8") };
    }

    it("ends with 0 when the environment is healthy", () => {
        const { status, stdout } = wait("healthy", "prod");
        assert.equal(status, 0);
        assert.match(stdout, /letsgo-app-prod is Synced and Healthy\.\n$/);
    });

    it("ends with 1 when it is not, with the story and the last line of the log", () => {
        const { status, stdout } = wait("unready", "prod");
        assert.equal(status, 1);
        assert.match(stdout, /letsgo-app-prod is Degraded since 2026-11-23T13:58:59Z/);
        assert.match(stdout, /its log ends: cannot reach the database/);
        assert.doesNotMatch(stdout, /first line/);
        assert.match(stdout, /pulumi config set --stack prod --path pin\.backend v1\.0\.0/);
    });

    it("ends with 1 when time is over, with the last state", () => {
        const { status, stdout } = wait("crashing", "prod", "--timeout", "1s");
        assert.equal(status, 1);
        assert.match(stdout, /Waited 1 s\.\nletsgo-app-prod is Progressing since/);
    });

    it("ends with 2 when it was called wrongly, or there is nothing to wait for", () => {
        for (const [args, message] of [
            [[], /which stack\?[\s\S]*Usage:/],
            [["nosuch"], /no stack named 'nosuch' found/],
            [["empty"], /has made nothing yet: pulumi up --stack empty/],
        ] as const) {
            const { status, stdout, stderr } = wait("healthy", ...args);
            assert.equal(status, 2, stderr);
            assert.equal(stdout, "");
            assert.match(stderr, message);
        }
    });

    it("hands the stack's kubeconfig to kubectl in a file, and leaves neither it nor a trace", () => {
        const { stdout, calls } = wait("unready", "prod");
        assert.ok(calls.includes(KUBECONFIG));
        assert.ok(!stdout.includes(KUBECONFIG));
        assert.deepEqual(
            fs.readdirSync(directory).filter((name) => name.startsWith("image-drift-wait-")),
            [],
        );
    });

    it("knows by heart what the program has", () => {
        assert.equal(UNBUILT_TAG, manifests.UNBUILT_TAG);
        assert.equal(declaration("argoCdNamespace").default, DEFAULT_ARGO_NAMESPACE);
    });
});
