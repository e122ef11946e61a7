import type { Parts } from "../../parts/parts";

/** Which parts this run uses: `npm run test:lab -- --parts real`. */
export function partsOfRun(): Parts {
    return process.env.IMAGE_DRIFT_LAB_PARTS === "real" ? "real" : "lab";
}

/** Whether the long tables run too: `npm run test:lab:full`. */
export function isFullRun(): boolean {
    return process.env.IMAGE_DRIFT_LAB_FULL === "true";
}
