import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
    cpSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { z } from "zod";

const root = join(__dirname, "..");
const NAME = "argocd-image-drift";

const manifest = z.object({
    dependencies: z.record(z.string(), z.string()),
    exports: z.record(z.string(), z.unknown()),
});

const packed = z
    .array(z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) }))
    .length(1);

const printed = z.object({
    from: z.string(),
    semver: z.string(),
    registered: z.array(z.string()),
});

async function run(command: string, args: readonly string[], cwd = root): Promise<string> {
    try {
        return (await promisify(execFile)(command, args, { cwd })).stdout;
    } catch (error) {
        const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
        throw new Error(`${command} ${args.join(" ")}\n${stdout}\n${stderr}`, { cause: error });
    }
}

/**
 * Installs the package into a folder of its own, without a network: its dependencies are links to
 * those of this project, so that one that package.json does not name is not found.
 */
async function install(archive: string, folder: string): Promise<void> {
    const installed = join(folder, "node_modules", NAME);
    mkdirSync(installed, { recursive: true });
    await run("tar", ["-xzf", archive, "-C", installed, "--strip-components=1"]);
    const { dependencies } = manifest.parse(
        JSON.parse(readFileSync(join(installed, "package.json"), "utf8")),
    );
    for (const name of [...Object.keys(dependencies), "@types/node"]) {
        const link = join(folder, "node_modules", name);
        mkdirSync(dirname(link), { recursive: true });
        symlinkSync(join(root, "node_modules", name), link);
    }
}

describe("the package", function () {
    // Two runs of the compiler, on a machine that runs the other checks of `npm test` too.
    this.timeout(120_000);

    let folder = "";
    let files: string[] = [];

    before(async () => {
        folder = mkdtempSync(join(tmpdir(), "image-drift-package-"));
        const answer = await run("npm", [
            "pack",
            "--json",
            "--silent",
            "--ignore-scripts=false",
            "--pack-destination",
            folder,
        ]);
        const [archive] = packed.parse(JSON.parse(answer));
        files = archive?.files.map(({ path }) => path) ?? [];
        await install(join(folder, archive?.filename ?? ""), folder);
        for (const file of ["index.ts", "package.json", "tsconfig.json"]) {
            cpSync(join(root, "examples", "shop", file), join(folder, file));
        }
        cpSync(join(root, "test", "fixtures", "consumer", "main.mts"), join(folder, "main.mts"));
    });

    after(() => {
        rmSync(folder, { recursive: true, force: true });
    });

    it("has the components, their types and nothing else", () => {
        const others = files.filter((path) => !/^dist\/[\w/]+\.(?:js|d\.ts)$/.test(path));
        assert.deepEqual(others.sort(), ["LICENSE", "README.md", "package.json"]);
        for (const file of ["dist/index.js", "dist/index.d.ts", "dist/manifests/names.js"]) {
            assert.ok(files.includes(file), file);
        }
    });

    it("is imported by other programs, with types: examples/shop and an ES module", async () => {
        writeFileSync(
            join(folder, "wrong.ts"),
            'import { ArgoCd } from "argocd-image-drift";\nnew ArgoCd("a", { stak: "dev" }, {});\n',
        );
        writeFileSync(
            join(folder, "tsconfig.all.json"),
            JSON.stringify({
                extends: "./tsconfig.json",
                compilerOptions: { noEmit: false, outDir: "out" },
                include: ["index.ts", "main.mts", "wrong.ts"],
            }),
        );
        const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
        await assert.rejects(
            run(process.execPath, [compiler, "-p", "tsconfig.all.json"], folder),
            ({ message }: Error) => {
                const errors = message.split("\n").filter((line) => line.includes("error TS"));
                assert.equal(errors.length, 1, message);
                assert.match(errors[0] ?? "", /^wrong\.ts\(2,.*'stak' does not exist/);
                return true;
            },
        );

        const output = await run(process.execPath, [join("out", "main.mjs")], folder);
        const { from, semver, registered } = printed.parse(JSON.parse(output));
        assert.equal(
            from,
            pathToFileURL(join(folder, "node_modules", NAME, "dist", "index.js")).href,
        );
        assert.equal(semver, "semver");
        const own = (line: string) => !line.startsWith("pulumi:");
        assert.deepEqual(registered.filter(own), [
            "argocd-image-drift:index:ArgoCd argocd",
            "argocd-image-drift:index:ImageUpdater image-updater",
            "kubernetes:core/v1:Namespace argocd",
            "kubernetes:core/v1:Namespace cluster-answers",
            "kubernetes:helm.sh/v3:Release argocd-release",
            "kubernetes:helm.sh/v3:Release image-updater",
            "kubernetes:networking.k8s.io/v1:NetworkPolicy image-updater",
        ]);
    });

    it("hides what is within it", async () => {
        await assert.rejects(
            run(process.execPath, ["-e", `require("${NAME}/dist/providers")`], folder),
            /ERR_PACKAGE_PATH_NOT_EXPORTED/,
        );
    });
});
