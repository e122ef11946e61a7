/** The components of the stack: usable one by one from any Pulumi program. */
export { Application, type ApplicationArgs } from "./application";
export { ArgoCd, type ArgoCdArgs } from "./argoCd";
export type { ChartSource } from "./chartSource";
export { DeployKey, type DeployKeyArgs, type DeployKeyRepository } from "./deployKey";
export { EnvironmentFiles, type EnvironmentFilesArgs } from "./environmentFiles";
export { type GitCredentials, readUrl, writeUrl } from "./gitCredentials";
export { GitOpsRepository, type GitOpsRepositoryArgs } from "./gitOpsRepository";
export { ImageUpdate, type ImageUpdateArgs } from "./imageUpdate";
export { ImageUpdater, type ImageUpdaterArgs } from "./imageUpdater";
export type { GitAddress, Instance } from "./instance";
export { appNames } from "./manifests";
export { makeProviders, type Providers, type ProvidersArgs } from "./providers";
export { registryCredentials, type RegistryCredentials } from "./registrySecret";
export { lookUpRepository, type RepositoryLookup } from "./repositoryLookup";
export { type Summary, summary, type SummaryArgs } from "./summary";
export type { TrackedImage } from "./trackedImages";
export { WriteAccess, type WriteAccessArgs } from "./writeAccess";
