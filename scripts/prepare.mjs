/**
 * Builds dist/: what `npm pack`, and `npm install` of this repository's address, make a package of.
 * In a checkout nothing reads it, so `npm ci` goes without.
 */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

if (process.env.npm_command !== "ci") {
    rmSync(`${root}/dist`, { recursive: true, force: true });
    const compiler = `${root}/node_modules/typescript/bin/tsc`;
    const { status } = spawnSync(
        process.execPath,
        [compiler, "-p", `${root}/tsconfig.build.json`],
        {
            stdio: "inherit",
        },
    );
    process.exitCode = status ?? 1;
}
