import type { DiffRequest, DiffResponse, PropertyDiff } from "../protocol/provider";
import { Properties, textAt } from "../protocol/values";
import { annotations, isAnnotationTrue, nameOf, namespaceOf, withMetadata } from "./annotations";
import { objectOf, parseCheckpoint } from "./checkpoint";
import { Discovery, isNamespaced } from "./discovery";
import { forceNewProperties, Mutability } from "./forceNew";
import { kindOf } from "./kinds";
import { mergePatch } from "./mergePatch";
import { isAutonamed, isNamed } from "./naming";
import { normalize } from "./normalize";
import { patchDiff } from "./patchDiff";
import { containsPath, parsePath } from "./propertyPath";
import { prune } from "./prune";

/**
 * Compares what the program wants with what was last seen live, as far as the program ever said
 * anything about it.
 */
export async function diffObject(
    request: DiffRequest,
    context: {
        readonly mutable: Mutability;
        /** Undefined while the cluster cannot be reached. */
        readonly discovery: Discovery | undefined;
        /** Whether a Job that `replaceUnready` speaks of is complete. */
        readonly isJobReady: (job: Properties) => Promise<boolean>;
    },
): Promise<DiffResponse> {
    const state = parseCheckpoint(request.olds);
    const oldInputs = normalize(state.inputs);
    let news = normalize(objectOf(request.news));
    let old = prune(state.live, oldInputs);

    if (await isNamespaced(kindOf(news), context.discovery)) {
        old = withMetadata(old, "namespace", namespaceOf(old) || "default");
        news = withMetadata(news, "namespace", namespaceOf(news) || "default");
    } else {
        old = withMetadata(old, "namespace", undefined);
        news = withMetadata(news, "namespace", undefined);
    }
    if (textAt(old, "apiVersion") === "" && textAt(old, "kind") === "") {
        old = { ...old, ...kindOf(news) };
    }
    old = withMetadata(old, "resourceVersion", undefined);
    if (nameOf(news) !== "") {
        // The name that the API server made of generateName may be written into the program.
        old = withMetadata(old, "name", nameOf(state.live));
    }

    const patch = mergePatch(old, news);
    const all = patchDiff(
        patch,
        { old, newInputs: news, oldInputs: old },
        forceNewProperties(news, context.mutable),
    );
    const detailed = withoutIgnored(all, request.ignoreChanges);
    const replaces = Object.entries(detailed)
        .filter(
            ([path, { kind, replace }]) => replace || (kind === "delete" && path === "metadata"),
        )
        .map(([path]) => path);
    let changed = Object.keys(detailed).length > 0;

    const checksReadiness = isAnnotationTrue(news, annotations.replaceUnready);
    if (checksReadiness && news["kind"] === "Job" && !(await context.isJobReady(state.live))) {
        changed = true;
        replaces.push(`.metadata.annotations["${annotations.replaceUnready}"]`);
    }
    return {
        changed,
        replaces,
        detailed,
        deleteBeforeReplace:
            replaces.length > 0 &&
            isNamed(news) &&
            !isAutonamed(news) &&
            nameOf(news) === nameOf(state.live) &&
            namespaceOf(news) === namespaceOf(state.live),
    };
}

function withoutIgnored(
    detailed: Readonly<Record<string, PropertyDiff>>,
    ignoreChanges: readonly string[],
): Record<string, PropertyDiff> {
    const ignored = ignoreChanges.map(parsePath);
    return Object.fromEntries(
        Object.entries(detailed).filter(([path]) => {
            const parsed = parsePath(path);
            return !ignored.some((outer) => containsPath(outer, parsed));
        }),
    );
}
