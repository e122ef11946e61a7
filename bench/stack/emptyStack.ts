import * as fs from "node:fs/promises";
import * as path from "node:path";

import { LabStack } from "../../lab/engine/labStack";
import type { Lab } from "../../lab/loop/lab";

/** A stack without resources, started in the same way: what the engine costs by itself. */
export async function emptyStack(lab: Lab): Promise<LabStack> {
    const directory = path.join(path.dirname(lab.program), "empty");
    await fs.mkdir(directory, { recursive: true });
    const files = {
        "Pulumi.yaml": "name: empty\nruntime: nodejs\nmain: index.ts\n",
        "index.ts": 'import "@pulumi/pulumi";\n',
        "package.json": '{ "name": "empty" }\n',
        "tsconfig.program.json": await fs.readFile(path.join(lab.program, "tsconfig.json"), "utf8"),
    };
    for (const [name, text] of Object.entries(files)) {
        await fs.writeFile(
            path.join(directory, name),
            text.replace('"strict"', '"noCheck": true, "strict"'),
        );
    }
    await fs.rm(path.join(directory, "node_modules"), { force: true });
    await fs.symlink(path.join(lab.program, "node_modules"), path.join(directory, "node_modules"));
    return LabStack.open({ name: "dev", directory, home: lab.home, config: {} });
}
