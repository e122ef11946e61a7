import { findTool } from "../tools/findTool";

/** The programs that packing and rendering need. */
export interface ChartTools {
    readonly helm: string;
    readonly kustomize: string;
}

/**
 * Finds helm and kustomize: the lab's own builds, whose versions are pinned, else what is on PATH.
 *
 * @throws Error that names what is missing and how to get it
 */
export function chartTools(env: NodeJS.ProcessEnv = process.env): ChartTools {
    return { helm: findTool("helm", env), kustomize: findTool("kustomize", env) };
}
