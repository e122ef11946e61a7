import { mkdir, symlink } from "node:fs/promises";
import * as path from "node:path";

import type { PackedCharts } from "../charts/pack";
import type { LabPaths } from "../paths";
import { installProviders } from "../providers/install";
import { ARGO_CD_VERSION, IMAGE_UPDATER_VERSION } from "../tools/toolTable";
import type { Parts } from "./parts";
import { labProviders, makeLabParts } from "./prepare";
import { isThere, pluginFolder, publishedCharts, publishedParts } from "./published";

/** Helm values of the two charts. */
export type ChartValues = Readonly<Record<keyof PackedCharts, Readonly<Record<string, unknown>>>>;

/** The parts of one run, ready. */
export interface UsedParts {
    /** Paths of `.tgz` files. */
    readonly charts: PackedCharts;
    /** What the lab has to tell these charts besides what the program does. */
    readonly values: ChartValues;
}

/** The published charts install later patch versions than the lab has made its images of. */
export const IMAGES_OF_THE_LAB: ChartValues = {
    argoCd: { global: { image: { tag: `v${ARGO_CD_VERSION}` } } },
    imageUpdater: { image: { tag: `v${IMAGE_UPDATER_VERSION}` } },
};

/**
 * Takes what was prepared: enters the providers into a fresh `PULUMI_HOME`, and tells where the
 * charts are. To be called inside the lab; downloads nothing.
 *
 * @throws Error if published parts were not prepared
 */
export async function useParts(
    parts: Parts,
    paths: LabPaths,
    pulumiHome: string,
): Promise<UsedParts> {
    if (parts === "lab") {
        // Finds what was prepared, by the content of its sources.
        const charts = await makeLabParts(paths);
        await installProviders(labProviders(paths), pulumiHome);
        return { charts, values: { argoCd: {}, imageUpdater: {} } };
    }
    const absent = (await publishedParts(paths)).filter((part) => !isThere(part));
    if (absent.length > 0) {
        const names = absent.map(({ name }) => name).join(", ");
        throw new Error(`not prepared in front of the lab, where there is a network: ${names}`);
    }
    await mkdir(pulumiHome, { recursive: true });
    // The folder as a whole: the engine passes over links to single plugins.
    await symlink(pluginFolder(paths), path.join(pulumiHome, "plugins"));
    return { charts: publishedCharts(paths), values: IMAGES_OF_THE_LAB };
}
