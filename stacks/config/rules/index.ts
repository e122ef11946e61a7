import type { Rule } from "../facts";

import {
    derivedNamesFit,
    extraKindsDiffer,
    imagesDiffer,
    sharedStorage,
    tagForDigestOnly,
    updatesMatchImages,
} from "./app";
import { environmentIsSound } from "./environment";
import { credentialsFitAuth, pushNeedsHttps } from "./gitAuth";
import { contextExists, hostKeysKnown, required } from "./github";
import { autoMergeNeedsPullRequests, pullRequestsFindApi, pullRequestsNeedApi } from "./writeBack";
import {
    argoCdOwner,
    ingressTogether,
    registryCredentials,
    repositoryOwner,
    usedByOthers,
} from "./ownership";

import { reviewersHaveEnvironment, rulesTogether, teamsOfOwner } from "./reviews";

/** Every rule between keys, in the order their problems are listed. */
export const rules: readonly Rule[] = [
    required,
    contextExists,
    repositoryOwner,
    rulesTogether,
    reviewersHaveEnvironment,
    teamsOfOwner,
    credentialsFitAuth,
    pushNeedsHttps,
    argoCdOwner,
    hostKeysKnown,
    usedByOthers,
    ingressTogether,
    registryCredentials,
    derivedNamesFit,
    imagesDiffer,
    tagForDigestOnly,
    sharedStorage,
    extraKindsDiffer,
    updatesMatchImages,
    environmentIsSound,
    pullRequestsNeedApi,
    pullRequestsFindApi,
    autoMergeNeedsPullRequests,
];
