/** What each stack means and how it is configured: the program's only source of both. */
export type { Environment } from "./environment";
export { environmentFor, environments, reviewedOverlays } from "./environments";
export { environmentSettings } from "./environmentSettings";
export { loadConfig } from "./loadConfig";
export { pullRequestStacks } from "./pullRequestStacks";
export type { ChartSource, GroupKind, StackConfig } from "./stackConfig";
