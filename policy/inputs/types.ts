/** Type tokens of the resources that rules are about. */
export const STACK = "pulumi:pulumi:Stack";
export const REPOSITORY_FILE = "github:index/repositoryFile:RepositoryFile";
export const DEPLOY_KEY = "github:index/repositoryDeployKey:RepositoryDeployKey";
export const WEBHOOK = "github:index/repositoryWebhook:RepositoryWebhook";
export const SECRET = "kubernetes:core/v1:Secret";
export const DISRUPTION_BUDGET = "kubernetes:policy/v1:PodDisruptionBudget";
export const HELM_RELEASE = "kubernetes:helm.sh/v3:Release";
export const APP_PROJECT = "kubernetes:argoproj.io/v1alpha1:AppProject";
export const APPLICATION = "kubernetes:argoproj.io/v1alpha1:Application";
export const IMAGE_UPDATER = "kubernetes:argocd-image-updater.argoproj.io/v1alpha1:ImageUpdater";
