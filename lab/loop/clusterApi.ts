import * as fs from "node:fs/promises";

import * as yaml from "yaml";
import { z } from "zod";

const kubeconfig = z.object({
    clusters: z.tuple([z.object({ cluster: z.object({ server: z.string() }) })]),
    users: z.tuple([z.object({ user: z.object({ token: z.string() }) })]),
});

/** Reads of the lab's API server over HTTPS: a `kubectl` a look would take a core of the two. */
export class ClusterApi {
    private constructor(
        private readonly server: string,
        private readonly token: string,
    ) {}

    static async open(kubeconfigFile: string): Promise<ClusterApi> {
        const parsed = kubeconfig.parse(yaml.parse(await fs.readFile(kubeconfigFile, "utf8")));
        const [{ cluster }] = parsed.clusters;
        const [{ user }] = parsed.users;
        return new ClusterApi(cluster.server, user.token);
    }

    /**
     * The object or list at a path; undefined if there is none.
     *
     * @throws if the server answers anything but 200 and 404, or not what the schema says
     */
    async get<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
        const response = await fetch(`${this.server}${path}`, {
            headers: { authorization: `Bearer ${this.token}` },
            signal: AbortSignal.timeout(10_000),
        });
        if (response.status === 404) {
            await response.body?.cancel();
            return undefined;
        }
        if (!response.ok) {
            throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
        }
        return schema.parse(await response.json());
    }
}
