import * as fs from "node:fs/promises";
import * as path from "node:path";

/**
 * Writes a file of bench/results. Numbers are rounded to thousandths: a clock tells no more, what is
 * beyond is the arithmetic's.
 */
export async function writeResult(project: string, name: string, result: object): Promise<void> {
    const directory = path.join(project, "bench", "results");
    const rounded = (_: string, value: unknown) =>
        typeof value === "number" ? Math.round(value * 1000) / 1000 : value;
    await fs.mkdir(directory, { recursive: true });
    await fs.writeFile(path.join(directory, name), `${JSON.stringify(result, rounded, 4)}\n`);
}
