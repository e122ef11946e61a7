import * as path from "node:path";

import { packCharts, type PackedCharts } from "../charts/pack";
import type { LabPaths } from "../paths";
import { buildProviders } from "../providers/build";
import { downloadParts } from "./download";
import type { Parts } from "./parts";
import { publishedParts } from "./published";

/**
 * Makes the parts ready that a run will use, on the machine's own network: inside the lab nothing
 * can be downloaded. Needs the tools. What is ready already stays.
 *
 * @throws DownloadsFailed if a published part is not here and cannot be had
 */
export async function prepareParts(parts: Parts, paths: LabPaths): Promise<void> {
    if (parts === "real") {
        await downloadParts(await publishedParts(paths));
    } else {
        await makeLabParts(paths);
    }
}

/** Bundles the lab's providers and packs its charts. */
export async function makeLabParts(paths: LabPaths): Promise<PackedCharts> {
    await buildProviders(labProviders(paths));
    return packCharts(path.join(paths.parts, "charts"));
}

/** Folder of the bundled providers. */
export function labProviders(paths: LabPaths): string {
    return path.join(paths.parts, "providers");
}
