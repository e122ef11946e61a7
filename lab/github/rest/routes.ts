/** Every route the stand-in answers. */
import type { Route } from "../http/route";
import { accountRoutes } from "./accounts";
import { secretRoutes } from "./actionsSecrets";
import { variableRoutes } from "./actionsVariables";
import { appRoutes } from "./apps";
import { branchRoutes } from "./branches";
import { checkRoutes } from "./checks";
import { commentRoutes } from "./comments";
import { commitRoutes } from "./commits";
import { contentRoutes } from "./contents";
import { deployKeyRoutes } from "./deployKeys";
import { deploymentPolicyRoutes } from "./deploymentPolicies";
import { environmentRoutes } from "./environments";
import { gitRefRoutes } from "./gitRefs";
import { gitTreeRoutes } from "./gitTrees";
import { hookRoutes } from "./hooks";
import { issueRoutes } from "./issues";
import { labelRoutes } from "./labels";
import { pullMergingRoutes } from "./pullMerging";
import { pullRoutes } from "./pulls";
import { repositoryRoutes } from "./repositories";
import { rulesetRoutes } from "./rulesets";
import { teamRoutes } from "./teams";

export const routes: readonly Route[] = [
    ...accountRoutes,
    ...appRoutes,
    ...branchRoutes,
    ...checkRoutes,
    ...commentRoutes,
    ...commitRoutes,
    ...contentRoutes,
    ...deployKeyRoutes,
    ...deploymentPolicyRoutes,
    ...environmentRoutes,
    ...gitRefRoutes,
    ...gitTreeRoutes,
    ...hookRoutes,
    ...issueRoutes,
    ...labelRoutes,
    ...pullMergingRoutes,
    ...pullRoutes,
    ...rulesetRoutes,
    ...secretRoutes,
    ...teamRoutes,
    ...variableRoutes,
    ...repositoryRoutes,
];
