import * as fs from "node:fs";
import { inside } from "../inside";
import { REGISTRY_HOST, REGISTRY_PORT } from "../network/addresses";
import type { LabPaths } from "../paths";
import { makeDraft, type Layer } from "./layers";
import { writeLayout, type ImageSettings } from "./layout";

/** An image to be put into the lab's registry. */
export interface ImageToPush {
    /** Full name with tag: `ghcr.io/letsgo/letsgo-app-backend:v1.0.0`. */
    readonly image: string;
    readonly settings: ImageSettings;
    readonly layers: readonly Layer[];
    readonly created: Date;
    readonly signal?: AbortSignal;
}

/**
 * Where the lab's registry keeps an image of any host: `ghcr.io/o/r:t` is
 * `registry.lab:5000/o/r:t`.
 */
export function inLabRegistry(image: string): string {
    const slash = image.indexOf("/");
    const host = image.slice(0, slash);
    if (slash < 0 || !/[.:]/.test(host)) {
        throw new Error(`"${image}" does not begin with a registry's host name`);
    }
    return `${REGISTRY_HOST}:${REGISTRY_PORT}${image.slice(slash)}`;
}

/** Pushes an image; returns the digest under which pods and the registry know it. */
export async function pushImage(paths: LabPaths, image: ImageToPush): Promise<string> {
    const layout = makeDraft(paths.images, "layout");
    try {
        const digest = writeLayout(layout, image.settings, image.layers, image.created);
        await inside(
            "skopeo",
            [
                ...["copy", "--quiet", "--preserve-digests", "--dest-tls-verify=false"],
                ...[
                    "--retry-times",
                    "2",
                    `oci:${layout}`,
                    `docker://${inLabRegistry(image.image)}`,
                ],
            ],
            { paths, signal: image.signal },
        );
        return digest;
    } finally {
        fs.rmSync(layout, { recursive: true, force: true });
    }
}
