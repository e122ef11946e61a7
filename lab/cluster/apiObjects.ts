import * as fs from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { API_URL } from "../network/addresses";
import type { LabPaths } from "../paths";
import { storageClass } from "./nodeConfiguration";

const kubeconfigShape = z.object({
    users: z.array(z.object({ user: z.object({ token: z.string() }) })).min(1),
});

/** The administrator's token, out of the kubeconfig. */
export function adminToken(paths: LabPaths): string {
    const file = kubeconfigShape.parse(parse(fs.readFileSync(paths.kubeconfig, "utf8")));
    return file.users[0]?.user.token ?? "";
}

/** Makes the default storage class. To be called from inside the lab. */
export async function createStorageClass(paths: LabPaths): Promise<string> {
    const response = await fetch(`${API_URL}/apis/storage.k8s.io/v1/storageclasses`, {
        method: "POST",
        headers: {
            authorization: `Bearer ${adminToken(paths)}`,
            "content-type": "application/yaml",
        },
        body: storageClass(),
    });
    const text = await response.text();
    if (!response.ok && response.status !== 409) {
        throw new Error(
            `the API server refused the storage class: status ${response.status}: ${text}`,
        );
    }
    return response.status === 409 ? "there already" : "created";
}
