import type { Policies } from "@pulumi/policy";

import { SeenInputs } from "../inputs/seen";
import { noProjectWildcards } from "./appProject";
import { containerResources, nonRootContainers } from "./containers";
import { argoCdCannotWrite, gitSecretHasProject, readKeyIsReadOnly } from "./gitKeys";
import { noPlainSecret } from "./plainSecrets";
import { hasParent, noDefaultProvider } from "./providers";
import { noRepeatedSecret } from "./repeatedSecrets";
import { productionBudgets, productionReplicas } from "./replicas";
import { productionTags } from "./tags";
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
        productionReplicas,
        productionBudgets,
        nonRootContainers,
        containerResources,
        noProjectWildcards,
        signedWebhooks,
        readKeyIsReadOnly,
        argoCdCannotWrite,
        gitSecretHasProject,
    ];
}
