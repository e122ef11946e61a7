/**
 * What other programs can import, usable one by one from any Pulumi program: these names and no
 * others are the package's, and docs/api.md describes each.
 */

// Components
export { Application, type ApplicationArgs } from "./application";
export { ArgoCd, type ArgoCdArgs } from "./argoCd";
export { BranchRules, type BranchRulesArgs } from "./branchRules";
export {
    DeployKey,
    type DeployKeyArgs,
    type DeployKeyRepository,
    type DeployKeySetting,
} from "./deployKey";
export {
    EnvironmentFiles,
    type EnvironmentFilesArgs,
    managedInEnvironment,
    type ManagedInEnvironmentArgs,
} from "./environmentFiles";
export { GitHubEnvironment, type GitHubEnvironmentArgs } from "./gitHubEnvironment";
export {
    GitOpsRepository,
    type GitOpsRepositoryArgs,
    managedInRepository,
    type ManagedInRepositoryArgs,
} from "./gitOpsRepository";
export { ImageUpdate, type ImageUpdateArgs } from "./imageUpdate";
export { ImageUpdater, type ImageUpdaterArgs } from "./imageUpdater";
export { markUsers, UsedBy, type UsersArgs } from "./usedBy";
export { Webhooks, type WebhooksArgs } from "./webhooks";
export { type WebhookSecret, WebhookSecrets, type WebhookSecretsArgs } from "./webhookSecrets";
export { WriteAccess, type WriteAccessArgs } from "./writeAccess";

// Before anything is made: providers, and looks at what is there
export type { ManagedFiles } from "./foreignFiles";
export { type GitHubLookup, type GitHubLookupArgs, lookUpGitHub } from "./gitHubLookup";
export type { GuardsLookup, GuardsLookupArgs, Reviewers, UnknownRuleset } from "./guardsLookup";
export { joinArgoCd, type JoinArgs } from "./joinedArgoCd";
export { makeProviders, type Providers, type ProvidersArgs } from "./providers";
export {
    type FoundDeployKey,
    lookUpRepository,
    type RepositoryLookup,
    type RepositoryLookupArgs,
} from "./repositoryLookup";
export { toldShortly } from "./shortErrors";
export type { RepositoryAccess } from "./tokenScopes";
export type { UnknownWebhook } from "./webhookLookup";

// What is to be
export type { UpdaterIdentity } from "./branchRulesets";
export type { ChartSource } from "./chartSource";
export { type GitCredentials, type GitHubApp, readUrl, writeUrl } from "./gitCredentials";
export type { GitAddress, Instance } from "./instance";
export {
    ANY_TAG,
    type AppImage,
    type AppModel,
    type AppNames,
    appNames,
    Charts,
    DEV_TAGS,
    type EnvironmentSettings,
    type GroupKind,
    onlyTag,
    Provenance,
    type RepositoryFile,
    type Resources,
    type Storage,
    type SyncPolicy,
    type UpdatePolicy,
    UpdateStrategy,
    VERSION_TAGS,
    volumeClaim,
} from "./manifests";
export { MERGE_METHODS, type MergeMethod } from "./manifests/mergeMethods";
export { registryCredentials, type RegistryCredentials } from "./registrySecret";
export type { ConfiguredSettings } from "./repositorySettings";

// What there is afterwards
export { type Health, readHealth } from "./applicationHealth";
export { type Summary, summary, type SummaryArgs } from "./summary";
export type { TrackedImage } from "./trackedImages";
export { type Triggers, triggers, type TriggersArgs } from "./triggers";
