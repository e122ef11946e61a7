import type { Policies } from "@pulumi/policy";

import { SeenInputs } from "../inputs/seen";
import { noProjectWildcards } from "./appProject";
import { productionBudgets } from "./budgets";
import { containerResources, nonRootContainers } from "./containers";
import { argoCdCannotWrite, readKeyIsReadOnly } from "./gitKeys";
import { gitSecretHasProject, gitSecretOfOwnProject } from "./gitProjects";
import { noPlainSecret } from "./plainSecrets";
import { hasParent, noDefaultProvider } from "./providers";
import { noRepeatedSecret } from "./repeatedSecrets";
import { productionReplicas } from "./replicas";
import { productionTags } from "./tags";
import { productionUntagged } from "./untagged";
import { signedWebhooks } from "./webhooks";

/** All rules, with a memory of their own: for one run of the engine. docs/policy.md has them. */
export function makeRules(): Policies {
    const seen = new SeenInputs();
    return [
        noDefaultProvider,
        hasParent,
        noPlainSecret(seen),
        noRepeatedSecret(seen),
        productionTags,
        productionUntagged,
        productionReplicas,
        productionBudgets,
        nonRootContainers,
        containerResources,
        noProjectWildcards,
        signedWebhooks,
        readKeyIsReadOnly,
        argoCdCannotWrite,
        gitSecretHasProject,
        gitSecretOfOwnProject,
    ];
}
