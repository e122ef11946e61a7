import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";

import { type BuildWorkflowArgs, buildWorkflow, Provenance } from "../../components/manifests";
import { run } from "../../lab/processes/run";
import { assertGoldenTree } from "../support/golden";
import { workflowFaults } from "../support/workflowSchema";
import { builtTools } from "../support/workflowTools";
import { BUILDS, GHCR_APP, image } from "./sampleApps";

const GOLDEN = path.join(__dirname, "..", "golden");

/** Shapes of the build workflow besides those of the whole trees. */
const SHAPES: Readonly<Record<string, BuildWorkflowArgs>> = {
    "workflow-docker-hub": {
        ...BUILDS,
        app: { name: "shop", images: [image("1st-api", "docker.io/acme")] },
        registry: "docker.io",
        defaultBranch: "trunk",
        platforms: ["linux/amd64", "linux/arm64"],
        provenance: Provenance.Always,
    },
    "workflow-root-context": {
        ...BUILDS,
        app: { name: "shop", images: GHCR_APP.images.map((one) => ({ ...one, context: "." })) },
        registry: "ghcr.io",
        provenance: Provenance.Never,
    },
};

/** Every workflow file that is rendered anywhere: the golden ones, and so all there are. */
const FILES = fs
    .readdirSync(GOLDEN, { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)\.github\/workflows\/[^/]+\.ya?ml$/.test(file))
    .sort();

describe("workflow files", () => {
    for (const [name, args] of Object.entries(SHAPES)) {
        it(`${name} is the golden one`, () => {
            assertGoldenTree(name, [buildWorkflow(args)]);
        });
    }

    it("of GHCR, Docker Hub and a private registry with a port are among the golden ones", () => {
        const registries = FILES.flatMap((file) => /^ +registry: (.*)$/m.exec(read(file))?.[1]);
        for (const registry of ["ghcr.io", "docker.io", "registry.example.com:5000"]) {
            assert.ok(registries.includes(registry), registry);
        }
    });

    describe("GitHub's own parser", () => {
        for (const file of FILES) {
            it(`takes ${file}`, async () => {
                assert.deepEqual(await workflowFaults(file, read(file)), []);
            });
        }

        const text = buildWorkflow({ ...BUILDS, app: GHCR_APP, registry: "ghcr.io" }).content;
        const faults: Record<string, [from: string, to: string, fault: RegExp]> = {
            "an unknown key": ["timeout-minutes:", "timeout-minuts:", /timeout-minuts/],
            "an unknown permission": ["packages: write", "package: write", /package/],
            "a job that is not there": ["needs: build", "needs: biuld", /biuld/],
            "a context that is not there": ["${{ matrix.name }}", "${{ matrx.name }}", /matrx/],
            "an expression that does not parse": ["== 'push'", "== 'push", /'push/],
        };
        for (const [what, [from, to, fault]] of Object.entries(faults)) {
            it(`refuses ${what}`, async () => {
                assert.ok(text.includes(from));
                const found = await workflowFaults("changed.yml", text.replace(from, to));
                assert.match(found.join("\n"), fault);
            });
        }
    });

    describe("actionlint", () => {
        const tool = builtTools("workflow files are not checked with actionlint", "actionlint");

        it("finds nothing in any of them", async () => {
            const { code, stdout } = await lint(...FILES.map((file) => path.join(GOLDEN, file)));
            assert.equal(stdout, "");
            assert.equal(code, 0);
        });

        it("finds an expression that a stranger can write, in a shell", async () => {
            const text = read(FILES[0] ?? "").replace(
                "run: |\n",
                "run: |\n          echo ${{ github.head_ref }}\n",
            );
            const { stdout } = await lint("-", text);
            assert.match(stdout, /"github.head_ref" is potentially untrusted/);
        });

        /** Without the programs it would look for beside itself: the same result everywhere. */
        function lint(...args: readonly string[]) {
            const [first = "", input] = args;
            const flags = ["-shellcheck=", "-pyflakes=", "-no-color"];
            return run(tool("actionlint"), [...flags, ...(first === "-" ? ["-"] : args)], {
                accept: [0, 1],
                ...(first === "-" && { input }),
            });
        }
    });
});

function read(file: string): string {
    return fs.readFileSync(path.join(GOLDEN, file), "utf8");
}
