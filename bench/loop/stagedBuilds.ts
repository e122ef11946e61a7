import { randomBytes } from "node:crypto";

import { buildAndPush } from "../../lab/loop/build";
import { imageOf } from "../../lab/loop/lab";
import type { WorkingCopy } from "../../lab/loop/workingCopy";
import { REGISTRY_HOST, REGISTRY_PORT } from "../../lab/network/addresses";
import type { PushedImage } from "./observer";

const MANIFEST = "application/vnd.oci.image.manifest.v1+json";

/** A build whose layers the registry has, under a tag that no environment takes. */
export interface StagedBuild {
    readonly name: string;
    readonly image: string;
    readonly digest: string;
    readonly manifest: string;
}

/**
 * Compiles and uploads a build ahead of its push, which then is what every push of an image ends
 * with: one request that gives the manifest its tag. So the clock can start before it, and no
 * compiler runs on the processors meanwhile.
 */
export async function stageBuild(
    copy: WorkingCopy,
    name: string,
    id: string,
): Promise<StagedBuild> {
    const image = imageOf(name);
    const { digest } = await buildAndPush(copy, name, image, `staged-${id}`);
    const response = await fetch(manifestUrl(image, digest), { headers: { accept: MANIFEST } });
    if (!response.ok) {
        throw new Error(`${image}@${digest}: ${response.status} ${await response.text()}`);
    }
    return { name, image, digest, manifest: await response.text() };
}

/** Pushes a staged build under a tag as the generated workflow gives them. */
export async function pushStaged({ image, digest, manifest }: StagedBuild): Promise<PushedImage> {
    const tag = `dev-${new Date().toISOString().slice(0, 19).replace(/\D/g, "")}-${commitName()}`;
    const at = Date.now();
    const response = await fetch(manifestUrl(image, tag), {
        method: "PUT",
        headers: { "content-type": MANIFEST },
        body: manifest,
    });
    if (response.status !== 201) {
        throw new Error(`pushing ${image}:${tag}: ${response.status} ${await response.text()}`);
    }
    return { image, tag, digest, at };
}

function manifestUrl(image: string, reference: string): string {
    const path = image.slice(image.indexOf("/"));
    return `http://${REGISTRY_HOST}:${REGISTRY_PORT}/v2${path}/manifests/${reference}`;
}

/** Seven digits in the place of a commit's. */
function commitName(): string {
    return randomBytes(4).toString("hex").slice(0, 7);
}
