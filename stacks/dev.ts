import { UpdateStrategy } from "../components/manifests/model";
import { DEV_TAGS } from "../components/manifests/tags";

import type { Environment } from "./environment";

/** Development: one small replica that follows every build of the main branch. */
export const dev = {
    overlay: "development",
    replicas: 1,
    resources: {
        requests: { cpu: "25m", memory: "32Mi" },
        limits: { memory: "64Mi" },
    },
    storage: { size: "1Gi", accessMode: "ReadWriteOnce" },
    update: {
        strategy: UpdateStrategy.Alphabetical,
        allowTags: DEV_TAGS,
    },
    sync: { prune: true, selfHeal: true, retryLimit: 5 },
    writeBack: "direct",
} as const satisfies Environment;
