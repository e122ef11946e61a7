import { UpdateStrategy } from "../components/manifests/model";
import { VERSION_TAGS } from "../components/manifests/tags";

import type { Environment } from "./environment";

/** Production: three larger replicas that follow patches of the current minor version. */
export const prod = {
    overlay: "production",
    replicas: 3,
    resources: {
        requests: { cpu: "100m", memory: "128Mi" },
        limits: { memory: "256Mi" },
    },
    update: { strategy: UpdateStrategy.Semver, constraint: "~1.0", allowTags: VERSION_TAGS },
    sync: { prune: true, selfHeal: true, retryLimit: 5 },
    isReviewed: true,
    writeBack: "direct",
} as const satisfies Environment;
