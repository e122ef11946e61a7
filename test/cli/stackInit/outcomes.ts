import type { AnsweringCluster } from "../../../cli/stackInit/clusterFacts";
import type { Engine } from "../../../cli/stackInit/engine";
import type { Outcome } from "../../../cli/stackInit/facts";

/** An empty cluster as kind makes it. */
export const ANSWERING: AnsweringCluster = {
    answers: true,
    version: "v1.34.2",
    ingressClasses: [],
    storageClasses: [{ name: "standard", isDefault: true }],
};

export const ENGINE: Engine = { backend: "s3://state", user: "alice", stack: { isEmpty: true } };

/** Stack dev, ready for its first preview on an empty cluster. */
export const READY: Outcome = {
    stack: "dev",
    environment: "dev",
    settings: {
        githubOwner: "acme",
        githubToken: "…",
        kubeContext: "kind",
        repositoryMode: "create",
        repositoryVisibility: "public",
        argoCdInstall: "true",
    },
    others: [],
    findings: { engine: ENGINE, cluster: ANSWERING, gitHub: { repository: { is: "absent" } } },
    isMade: true,
    isEmpty: true,
    problems: [],
    fileProvider: "passphrase",
    hasPassphrase: true,
    hasKubectl: true,
    hasVolume: true,
};

/** Stack prod, which joins what dev has made. */
export const JOINING: Outcome = {
    ...READY,
    stack: "prod",
    environment: "prod",
    settings: { ...READY.settings, repositoryMode: "join", argoCdInstall: "false" },
    others: [{ name: "dev", settings: { ...READY.settings, usedBy: '["staging","prod"]' } }],
    findings: {
        ...READY.findings,
        cluster: { ...ANSWERING, argoCd: { version: "v3.4.4", installedBy: "dev" } },
        gitHub: { repository: { is: "there", isOurs: true, fullName: "acme/letsgo-app" } },
    },
    hasVolume: false,
};
