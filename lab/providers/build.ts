import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** The packages whose provider plugins the lab stands in for. */
export const LAB_PROVIDERS = ["kubernetes", "random", "tls"] as const;

const SOURCES = __dirname;
const STAMP = "providers.sha256";

/** Libraries that end up in the bundles: another version of one must lead to a new build. */
const LOCK_FILE = join(SOURCES, "../../package-lock.json");

/**
 * Bundles the provider plugins into `outDir`: for each package a `<name>.cjs` and an executable
 * `pulumi-resource-<name>`, which the engine finds when `outDir` is on PATH. What is there already
 * from the same sources stays.
 *
 * @returns whether something had to be built
 */
export async function buildProviders(outDir: string): Promise<boolean> {
    const hash = await contentHash();
    const stamp = join(outDir, STAMP);
    const wrappers = LAB_PROVIDERS.map((name) => join(outDir, `pulumi-resource-${name}`));
    if (
        wrappers.every((wrapper) => existsSync(wrapper)) &&
        existsSync(stamp) &&
        (await readFile(stamp, "utf8")) === hash
    ) {
        return false;
    }
    await mkdir(outDir, { recursive: true });
    // Loaded when needed: nobody else in the lab bundles anything.
    const { build } = await import("esbuild");
    await build({
        entryPoints: Object.fromEntries(
            LAB_PROVIDERS.map((name) => [name, join(SOURCES, name, "main.ts")]),
        ),
        outdir: outDir,
        outExtension: { ".js": ".cjs" },
        bundle: true,
        minifySyntax: true,
        platform: "node",
        target: "node20",
        format: "cjs",
        logLevel: "error",
    });
    await Promise.all(LAB_PROVIDERS.map((name) => writeWrapper(outDir, name)));
    await writeFile(stamp, hash);
    return true;
}

/**
 * The script that the engine starts. It becomes node, so that signals and the death of the engine
 * reach the plugin itself.
 */
async function writeWrapper(outDir: string, name: string): Promise<void> {
    const wrapper = join(outDir, `pulumi-resource-${name}`);
    const script = `#!/bin/sh\nexec node "$(dirname "$0")/${name}.cjs" "$@"\n`;
    await writeFile(`${wrapper}.new`, script);
    await chmod(`${wrapper}.new`, 0o755);
    await rename(`${wrapper}.new`, wrapper);
}

async function contentHash(): Promise<string> {
    const files = (await readdir(SOURCES, { recursive: true }))
        .filter((file) => file.endsWith(".ts"))
        .sort();
    const hash = createHash("sha256");
    for (const path of [...files.map((file) => join(SOURCES, file)), LOCK_FILE]) {
        hash.update(relative(SOURCES, path))
            .update("\0")
            .update(await readFile(path))
            .update("\0");
    }
    return hash.digest("hex");
}

if (require.main === module) {
    const [, , outDir] = process.argv;
    if (outDir === undefined) {
        throw new Error("usage: tsx lab/providers/build.ts <output directory>");
    }
    void buildProviders(outDir).then((built) => {
        console.log(built ? `built the lab's providers in ${outDir}` : "nothing to build");
    });
}
