/** `npm run render -- DIR [--stack NAME]…`: what the stacks would make, from their files alone. */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { environments } from "../../stacks/environments";
import { writeDirectory } from "./directory";
import { render } from "./render";

const USAGE = `Usage: npm run render -- DIR [--stack NAME]...

Writes into DIR what the stacks would put into the repository, every Kubernetes object and every
Helm values file they would register. Needs no engine, cluster, credentials or network.

  --stack NAME   only this stack; may be repeated. Default: ${Object.keys(environments).join(", ")}`;

async function main(): Promise<void> {
    const { values, positionals } = parseArgs({
        allowPositionals: true,
        options: {
            stack: { type: "string", multiple: true },
            help: { type: "boolean", short: "h" },
        },
    });
    const [directory] = positionals;
    if (values.help === true) {
        console.log(USAGE);
        return;
    }
    if (directory === undefined || positionals.length > 1) {
        throw new Error(USAGE);
    }
    const stacks = values.stack ?? Object.keys(environments);
    const { files, warnings } = await render(join(__dirname, "..", ".."), stacks);
    writeDirectory(resolve(directory), files);
    for (const warning of warnings) {
        console.warn(`warning: ${warning}`);
    }
    console.log(`${files.length} files of ${stacks.join(", ")} in ${directory}`);
}

main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
});
