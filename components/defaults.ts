import type { ChartSource } from "./chartSource";
import { Charts } from "./manifests/names";

/** Namespace of Argo CD and the updater. */
const argoNamespace = "argocd";

/** Where Argo CD's chart comes from. */
const argoCdChart: ChartSource = { ...Charts.ArgoCd, repository: Charts.repository };

/** Where the updater's chart comes from. */
const updaterChart: ChartSource = { ...Charts.ImageUpdater, repository: Charts.repository };

/** What components take for arguments that are left out: what configuration takes for its keys. */
export const Defaults = {
    argoNamespace,
    argoCdChart,
    updaterChart,
    /** Seconds between two looks of Argo CD at Git. */
    gitPollIntervalSeconds: 30,
    /** Seconds between two looks of the updater at the registry. */
    updaterIntervalSeconds: 60,
    /** What images are built for. */
    platforms: ["linux/amd64"],
} as const;
