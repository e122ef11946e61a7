import * as fs from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { API_URL } from "../network/addresses";
import type { LabPaths } from "../paths";
import { ingressClass, storageClass } from "./nodeConfiguration";

const kubeconfigShape = z.object({
    users: z.array(z.object({ user: z.object({ token: z.string() }) })).min(1),
});

/** The administrator's token, out of the kubeconfig. */
export function adminToken(paths: LabPaths): string {
    const file = kubeconfigShape.parse(parse(fs.readFileSync(paths.kubeconfig, "utf8")));
    return file.users[0]?.user.token ?? "";
}

/** Makes the default storage class. To be called from inside the lab. */
export function createStorageClass(paths: LabPaths): Promise<string> {
    return create(paths, "storage.k8s.io/v1/storageclasses", storageClass());
}

/** Makes the class of Ingresses that the proxy follows. To be called from inside the lab. */
export function createIngressClass(paths: LabPaths): Promise<string> {
    return create(paths, "networking.k8s.io/v1/ingressclasses", ingressClass());
}

async function create(paths: LabPaths, kind: string, object: string): Promise<string> {
    const response = await fetch(`${API_URL}/apis/${kind}`, {
        method: "POST",
        headers: {
            authorization: `Bearer ${adminToken(paths)}`,
            "content-type": "application/yaml",
        },
        body: object,
    });
    const text = await response.text();
    if (!response.ok && response.status !== 409) {
        throw new Error(
            `the API server refused the lab's object of ${kind}: status ${response.status}: ${text}`,
        );
    }
    return response.status === 409 ? "there already" : "created";
}
