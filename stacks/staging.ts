import { UpdateStrategy } from "../components/manifests/model";
import { VERSION_TAGS } from "../components/manifests/tags";

import type { Environment } from "./environment";

/** Staging: two replicas that follow every release of the current major version. */
export const staging = {
    overlay: "staging",
    replicas: 2,
    resources: {
        requests: { cpu: "50m", memory: "64Mi" },
        limits: { memory: "128Mi" },
    },
    update: { strategy: UpdateStrategy.Semver, constraint: "^1.0", allowTags: VERSION_TAGS },
    sync: { prune: true, selfHeal: true, retryLimit: 5 },
    writeBack: "direct",
} as const satisfies Environment;
