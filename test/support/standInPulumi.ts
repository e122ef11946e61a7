import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

/** Does something while `pulumi` on PATH is a script that prints this as JSON, whatever it is asked. */
export async function withPulumi<T>(printed: unknown, work: () => Promise<T>): Promise<T> {
    const directory = await fs.mkdtemp(path.join(os.tmpdir(), "pulumi-"));
    const { PATH = "" } = process.env;
    try {
        await fs.writeFile(path.join(directory, "printed.json"), JSON.stringify(printed));
        const script = `#!/bin/sh\ncat "${directory}/printed.json"\n`;
        await fs.writeFile(path.join(directory, "pulumi"), script, { mode: 0o755 });
        process.env.PATH = `${directory}${path.delimiter}${PATH}`;
        return await work();
    } finally {
        process.env.PATH = PATH;
        await fs.rm(directory, { recursive: true });
    }
}
