/** Pure renderers: plain data in, plain objects and files out. */
export * from "./application";
export * from "./appProject";
export * from "./argoCdIngress";
export * from "./argoCdValues";
export { baseFiles, deploymentFile, kustomizationOf } from "./base";
export * from "./imageUpdaterResource";
export * from "./model";
export * from "./names";
export { overlayFile } from "./overlay";
export { repositoryReadme } from "./readme";
export { settingsFiles, volumeClaim } from "./settings";
export { sourceFiles } from "./sources";
export { ANY_TAG, DEV_TAGS, VERSION_TAGS } from "./tags";
export * from "./updaterNetworkPolicy";
export * from "./updaterValues";
export * from "./webhooks";
export { buildWorkflow, RegistrySecrets, WORKFLOW_PATH } from "./workflow";
export { toYaml, toYamlDocuments } from "./yaml";
