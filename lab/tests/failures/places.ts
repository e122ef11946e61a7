import type { Setting } from "../../engine/labStack";
import { json } from "../../engine/settings";
import type { FaultRequest } from "../../github/faults";

/** What is changed, and the write on GitHub that this leads to: there it fails. */
export interface Place {
    readonly request: Pick<FaultRequest, "method" | "path">;
    /** The resources that are touched. */
    readonly target: readonly string[];
    /** Configuration that is another one each turn, from 2 on: the first one is what there is. */
    readonly settings: (turn: number) => Readonly<Record<string, Setting>>;
}

/** The resources of these components. */
export function within(...components: readonly string[]): string[] {
    return components.map((component) => `**argocd-image-drift:index:${component}**`);
}

/** New deploy keys. */
export const KEYS: Place = {
    request: { method: "POST", path: "/keys$" },
    target: within("DeployKey", "WriteAccess"),
    settings: (turn) => ({ keysGeneration: { value: String(turn) } }),
};

/** Another content of a managed file. */
export const CONTENTS: Place = {
    request: { method: "PUT", path: "/contents/\\.github/workflows/" },
    target: within("GitOpsRepository"),
    settings: (turn) => ({ provenance: { value: turn % 2 === 0 ? "never" : "always" } }),
};

/** Other rules of the branch. */
export const RULESETS: Place = {
    request: { method: "PUT", path: "/rulesets/\\d+$" },
    target: within("BranchRules"),
    settings: (turn) => ({ requiredApprovals: { value: turn % 2 === 0 ? "2" : "1" } }),
};

/** Other settings of the repository. */
export const REPOSITORY: Place = {
    request: { method: "PATCH", path: "^/repos/[^/]+/[^/]+$" },
    target: within("GitOpsRepository"),
    settings: (turn) => ({ repositoryTopics: json([`turn-${turn}`]) }),
};
