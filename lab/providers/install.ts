import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { LAB_PROVIDERS } from "./build";

const SCRIPT_MODE = 0o755;

/**
 * Enters the plugins in `outDir` into the plugin cache of a `PULUMI_HOME` of the lab's own, as the
 * versions that the SDKs ask for. The engine then takes them without a warning about PATH on every
 * run, so whoever calls this has to say that the lab's providers are used.
 */
export async function installProviders(outDir: string, pulumiHome: string): Promise<void> {
    for (const name of LAB_PROVIDERS) {
        const folder = join(pulumiHome, "plugins", `resource-${name}-v${await sdkVersion(name)}`);
        const wrapper = resolve(outDir, `pulumi-resource-${name}`);
        await mkdir(folder, { recursive: true });
        await writeFile(
            join(folder, `pulumi-resource-${name}`),
            `#!/bin/sh\nexec "${wrapper}" "$@"\n`,
            { mode: SCRIPT_MODE },
        );
    }
}

/** The version of the SDK in this checkout, which is that of the plugin it asks for. */
export async function sdkVersion(name: string): Promise<string> {
    const manifest = createRequire(__filename).resolve(`@pulumi/${name}/package.json`);
    const { version } = JSON.parse(await readFile(manifest, "utf8")) as { version: string };
    return version;
}
