import { z } from "zod";

import type { ClusterApi } from "../../loop/clusterApi";
import type { Secret } from "../../secrecy/search";

const secret = z.object({ data: z.record(z.string(), z.string()) });

/** What is secret in the Secrets that Argo CD makes for itself. */
const OWN = {
    "argocd-initial-admin-secret": ["password"],
    "argocd-redis": ["auth"],
    "argocd-secret": ["admin.password", "server.secretkey"],
} as const;

/** Its server makes a certificate only where it ends TLS itself. */
const PERHAPS = "tls.key";

/**
 * What Argo CD has made up for itself: the administrator's password and its hash, that of redis, what
 * its server signs sessions with, and the key of its certificate if it has one.
 *
 * @throws Error naming what it has not got: nobody would have looked for it
 */
export async function argoCdSecrets(api: ClusterApi): Promise<Secret[]> {
    const found = Object.entries(OWN).map(async ([name, keys]) => {
        const stored = await api.get(`/api/v1/namespaces/argocd/secrets/${name}`, secret);
        const data = stored?.data ?? {};
        return [...keys, ...(PERHAPS in data ? [PERHAPS] : [])].map((key) => {
            const value = data[key];
            if (value === undefined) {
                throw new Error(`there is no ${key} in Secret argocd/${name}`);
            }
            return {
                name: `${name} ${key}`,
                value: Buffer.from(value, "base64").toString(),
                intended: [`Secret argocd/${name}`],
            };
        });
    });
    return (await Promise.all(found)).flat();
}
