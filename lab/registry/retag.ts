import { REGISTRY_URL } from "../network/addresses";

/** A manifest as the registry has it. */
export interface Manifest {
    /** Image without tag: `ghcr.io/letsgo/letsgo-app-backend`. */
    readonly image: string;
    readonly mediaType: string;
    readonly text: string;
    /** `sha256:…` */
    readonly digest: string;
}

/** Reads what a tag names. To be called from inside the lab. */
export async function readManifest(image: string, tag: string): Promise<Manifest> {
    const response = await fetch(manifestUrl(image, tag), {
        headers: { accept: "application/vnd.oci.image.manifest.v1+json" },
    });
    const text = await response.text();
    if (!response.ok) {
        throw new Error(`${image}:${tag}: ${response.status} ${text}`);
    }
    return {
        image,
        text,
        mediaType: response.headers.get("content-type") ?? "",
        digest: response.headers.get("docker-content-digest") ?? "",
    };
}

/** Gives an image that is there one more tag: one request, which a push would end with. */
export async function addTag(manifest: Manifest, tag: string): Promise<void> {
    const { image, mediaType, text } = manifest;
    const response = await fetch(manifestUrl(image, tag), {
        method: "PUT",
        headers: { "content-type": mediaType },
        body: text,
    });
    if (!response.ok) {
        throw new Error(`${image}:${tag}: ${response.status} ${await response.text()}`);
    }
    await response.body?.cancel();
}

function manifestUrl(image: string, tag: string): string {
    return `${REGISTRY_URL}/v2${image.slice(image.indexOf("/"))}/manifests/${tag}`;
}
