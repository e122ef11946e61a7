import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { buildWorkflow, type RepositoryFile, SCHEMAS_VERSION } from "../../components/manifests";
import { runStep } from "../../lab/workflow/runStep";
import { Workflow } from "../../lab/workflow/workflow";
import { KUBERNETES_VERSION } from "../../lab/tools/toolTable";
import { writeTree } from "../support/golden";
import { builtTools } from "../support/workflowTools";
import { BUILDS, GHCR_APP, repositoryFiles } from "./sampleApps";

const TEXT = buildWorkflow({ ...BUILDS, app: GHCR_APP, registry: "ghcr.io" }).content;
const WORKFLOW = Workflow.parse(TEXT);
const OVERLAY = "manifests/overlays/development";

/** What the program commits. */
const FILES = repositoryFiles(GHCR_APP, "ghcr.io");

/** The same with one overlay only, which takes a third of the time. */
const DEVELOPMENT = FILES.filter(
    (file) => !file.path.startsWith("manifests/overlays/") || file.path.startsWith(OVERLAY),
);

/** Go as it is without a network: with what it has fetched before. */
const OFFLINE = { ...process.env, GOPROXY: "off", GOSUMDB: "off", GOFLAGS: "-mod=mod" };

describe("the check of overlays", () => {
    it("uses the lab's versions of kubeconform and of Kubernetes", () => {
        const modules = path.join(__dirname, "../../lab/tools/modules/kubeconform/go.mod");
        const version = /yannh\/kubeconform (v\S+)/.exec(fs.readFileSync(modules, "utf8"))?.[1];
        assert.match(TEXT, new RegExp(`/cmd/kubeconform@${version ?? "?"}\n`));
        assert.equal(SCHEMAS_VERSION, KUBERNETES_VERSION);
        const documented = fs.readFileSync(path.join(__dirname, "../../docs/workflow.md"), "utf8");
        assert.ok(documented.includes(`Kubernetes ${SCHEMAS_VERSION} publishes`));
    });

    describe("with the schemas of Kubernetes", function () {
        this.timeout(60_000);
        const subject = "the check of overlays is not run";
        const tool = builtTools(subject, "kustomize", "kubeconform");
        let temporary: string;

        before(async function () {
            temporary = fs.mkdtempSync(path.join(os.tmpdir(), "overlays-"));
            const step = WORKFLOW.step("overlays", { id: "schemas" });
            const { code, log } = await runStep(step, {
                directory: temporary,
                env: OFFLINE,
                temporary,
            });
            if (code !== 0) {
                const get = `go mod download k8s.io/kubernetes@v${SCHEMAS_VERSION}`;
                console.warn(`\n  SKIPPED: ${subject}: \`${get}\` has never been run here\n`);
                assert.match(log, /module lookup disabled|ENOENT/);
                this.skip();
            }
        });

        after(() => {
            fs.rmSync(temporary, { recursive: true });
        });

        it("passes what the program commits", async () => {
            const { code, log } = await check(FILES);
            assert.equal(code, 0, log);
            assert.equal(log.match(/Invalid: 0, Errors: 0, Skipped: 0/g)?.length, 3, log);
        });

        const DEPLOYMENT = "manifests/base/backend-deployment.yaml";
        const BASE = "manifests/base/kustomization.yaml";
        type Change = [file: string, from: RegExp | string, to: string];
        const broken: Record<string, [changes: Change[], fault: RegExp]> = {
            "a mistyped field": [
                [[DEPLOYMENT, /^( +)readinessProbe:/m, "$1readynessProbe:"]],
                /additional properties 'readynessProbe' not allowed/,
            ],
            "a value of another type": [
                [[DEPLOYMENT, /containerPort: \d+/, "containerPort: many"]],
                /containerPort'?: got string, want integer/,
            ],
            "a kind that there is not": [
                [[DEPLOYMENT, "kind: Service", "kind: Servise"]],
                /could not find schema for Servise/,
            ],
            "a resource that is missing": [
                [[BASE, "- configmap.yaml", "- no.yaml"]],
                /::error::manifests\/overlays\/development\/ does not build/,
            ],
            "YAML that is none": [
                [[`${OVERLAY}/kustomization.yaml`, "resources:", "resources: ["]],
                /::error::manifests\/overlays\/development\/ does not build/,
            ],
        };
        for (const [what, [changes, fault]] of Object.entries(broken)) {
            it(`refuses ${what}`, async () => {
                const { code, log } = await check(DEVELOPMENT, ...changes);
                assert.equal(code, 1, log);
                assert.match(log, fault);
            });
        }

        it("says of one overlay what is wrong, and still checks the others", async () => {
            const { code, log } = await check(FILES, [
                `${OVERLAY}/kustomization.yaml`,
                "resources:",
                "resources: [",
            ]);
            assert.equal(code, 1);
            assert.deepEqual(log.match(/::error::\S+/g), [`::error::${OVERLAY}/`]);
            assert.equal(log.match(/Invalid: 0, Errors: 0/g)?.length, 2, log);
        });

        it("takes quantities and ports as numbers and as text, and an empty time", async () => {
            const { code, log } = await check(
                DEVELOPMENT,
                [DEPLOYMENT, "metadata:\n", "metadata:\n  creationTimestamp: null\n"],
                [DEPLOYMENT, /targetPort: \w+/, "targetPort: 8080"],
            );
            assert.equal(code, 0, log);
        });

        it("takes kinds of others once the repository has their schema", async () => {
            const monitor = `---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: backend }
spec: { interval: 5 }
`;
            const add: Change = [DEPLOYMENT, /$/, monitor];
            const refused = await check(DEVELOPMENT, add);
            assert.match(refused.log, /could not find schema for ServiceMonitor/);
            assert.match(refused.log, /need a schema in manifests\/schemas/);
            assert.equal(refused.code, 1);
            const schema = "manifests/schemas/servicemonitor-monitoring-v1.json";
            const taken = await check(DEVELOPMENT, add, [schema, "", "{}"]);
            assert.equal(taken.code, 0, taken.log);
        });

        /** Runs the step on files, after changes to them. */
        async function check(files: readonly RepositoryFile[], ...changes: readonly Change[]) {
            const directory = fs.mkdtempSync(path.join(temporary, "repository-"));
            writeTree(directory, files);
            for (const [file, from, to] of changes) {
                const target = path.join(directory, file);
                const text = fs.existsSync(target) ? fs.readFileSync(target, "utf8") : "";
                const changed = text.replace(from, to);
                assert.notEqual(changed, text, `${file} has no ${String(from)}`);
                fs.mkdirSync(path.dirname(target), { recursive: true });
                fs.writeFileSync(target, changed);
            }
            const folders = (["kustomize", "kubeconform"] as const).map((name) =>
                path.dirname(tool(name)),
            );
            return runStep(WORKFLOW.step("overlays", { id: "check" }), {
                directory,
                env: { ...process.env, PATH: [...folders, process.env.PATH].join(":") },
                temporary,
            });
        }
    });
});
