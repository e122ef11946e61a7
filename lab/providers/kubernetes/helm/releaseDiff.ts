import type { DiffRequest, DiffResponse } from "../../protocol/provider";
import { revealAll, without } from "../../protocol/values";
import { threeWayPatch } from "../mergePatch";
import { patchDiff } from "../patchDiff";
import { checkpointedInputs } from "./release";

/** Inputs of earlier versions of the provider, which say nothing today. */
const OBSOLETE = ["checksum", "resourceNames"];

/**
 * Compares the new inputs with the state, and for what was removed, with the old inputs: values
 * that somebody else changed with helm show up, values that only the state has do not.
 */
export function diffRelease(request: DiffRequest): DiffResponse {
    const olds = revealAll(request.olds);
    let news = revealAll(request.news);
    if (request.ignoreChanges.includes("version")) {
        news = { ...news, version: olds["version"] ?? "" };
    }
    const oldInputs = without(revealAll(checkpointedInputs(request.olds) ?? {}), ...OBSOLETE);
    const patch = threeWayPatch(oldInputs, news, olds);
    const diffs = Object.keys(patch);
    if (diffs.length === 0) {
        return { changed: false };
    }
    const detailed = patchDiff(patch, { old: olds, newInputs: news, oldInputs }, [
        "name",
        "namespace",
    ]);
    return {
        changed: true,
        diffs,
        replaces: Object.keys(detailed).filter((path) => detailed[path]?.replace),
        ...(Object.keys(detailed).length > 0 && { detailed }),
    };
}
