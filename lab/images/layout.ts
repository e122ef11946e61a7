import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Layer } from "./layers";

/** How a container of the image runs: the part of an image's configuration the lab uses. */
export interface ImageSettings {
    readonly entrypoint?: readonly string[];
    readonly command?: readonly string[];
    readonly user?: string;
    readonly workingDirectory?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
    /** Such as `8080/tcp`. */
    readonly exposedPorts?: readonly string[];
}

/** Platform names of images for this machine's processor. */
export function imageArchitecture(arch: string = process.arch): string {
    return { x64: "amd64", arm64: "arm64" }[arch] ?? arch;
}

/** An image's configuration, as the OCI image specification has it. */
export function imageConfiguration(
    settings: ImageSettings,
    layers: readonly Layer[],
    created: Date,
): string {
    return JSON.stringify({
        created: created.toISOString(),
        architecture: imageArchitecture(),
        os: "linux",
        config: {
            User: settings.user,
            ExposedPorts:
                settings.exposedPorts &&
                Object.fromEntries(settings.exposedPorts.map((port) => [port, {}])),
            Env: [
                ...Object.entries({
                    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                    ...settings.env,
                }).map(([name, value]) => `${name}=${value}`),
            ],
            Entrypoint: settings.entrypoint,
            Cmd: settings.command,
            WorkingDir: settings.workingDirectory,
            Labels: settings.labels,
        },
        rootfs: { type: "layers", diff_ids: layers.map((layer) => layer.diffId) },
        history: layers.map(() => ({
            created: created.toISOString(),
            created_by: "argocd-image-drift lab",
        })),
    });
}

/**
 * Writes an OCI image layout with one image; returns the digest of its manifest. Layers are linked,
 * not copied, so the layout must lie on the file system of the layer cache.
 */
export function writeLayout(
    directory: string,
    settings: ImageSettings,
    layers: readonly Layer[],
    created: Date,
): string {
    const blobs = path.join(directory, "blobs", "sha256");
    fs.mkdirSync(blobs, { recursive: true });
    for (const layer of layers) {
        const blob = path.join(blobs, layer.digest.slice("sha256:".length));
        if (!fs.existsSync(blob)) {
            fs.linkSync(layer.file, blob);
        }
    }
    const write = (mediaType: string, text: string): Descriptor => {
        const hash = createHash("sha256").update(text).digest("hex");
        fs.writeFileSync(path.join(blobs, hash), text);
        return { mediaType, digest: `sha256:${hash}`, size: Buffer.byteLength(text) };
    };
    const manifest = write(
        "application/vnd.oci.image.manifest.v1+json",
        JSON.stringify({
            schemaVersion: 2,
            mediaType: "application/vnd.oci.image.manifest.v1+json",
            config: write(
                "application/vnd.oci.image.config.v1+json",
                imageConfiguration(settings, layers, created),
            ),
            layers: layers.map(({ digest, size }) => ({
                mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
                digest,
                size,
            })),
        }),
    );
    fs.writeFileSync(path.join(directory, "oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
    fs.writeFileSync(
        path.join(directory, "index.json"),
        JSON.stringify({ schemaVersion: 2, manifests: [manifest] }),
    );
    return manifest.digest;
}

interface Descriptor {
    readonly mediaType: string;
    readonly digest: string;
    readonly size: number;
}
