import { z } from "zod";
import { inside } from "../inside";
import { inLabRegistry } from "../images/pushImage";
import { CommandFailed } from "../processes/run";
import type { LabPaths } from "../paths";

export interface RegistryOptions {
    readonly paths?: LabPaths;
    readonly signal?: AbortSignal;
}

/** The tags of an image (`ghcr.io/o/name`) in the lab's registry; none when it is not there. */
export async function registryTags(
    image: string,
    options: RegistryOptions = {},
): Promise<string[]> {
    try {
        const { stdout } = await inside(
            "skopeo",
            ["list-tags", "--tls-verify=false", `docker://${inLabRegistry(image)}`],
            options,
        );
        return z.object({ Tags: z.array(z.string()) }).parse(JSON.parse(stdout)).Tags;
    } catch (error) {
        if (
            error instanceof CommandFailed &&
            /404 \(Not Found\)|name unknown/i.test(error.stderr)
        ) {
            return [];
        }
        throw error;
    }
}

/** The digest that a tag names now: `sha256:…`. */
export async function registryDigest(
    reference: string,
    options: RegistryOptions = {},
): Promise<string> {
    const { stdout } = await inside(
        "skopeo",
        [
            "inspect",
            "--tls-verify=false",
            "--format",
            "{{.Digest}}",
            `docker://${inLabRegistry(reference)}`,
        ],
        options,
    );
    return stdout.trim();
}

/** Deletes the manifest that a tag names, and with it every tag that names the same one. */
export async function deleteFromRegistry(
    reference: string,
    options: RegistryOptions = {},
): Promise<void> {
    await inside(
        "skopeo",
        ["delete", "--tls-verify=false", `docker://${inLabRegistry(reference)}`],
        options,
    );
}

/** Deletes all of an image (`ghcr.io/o/name`) that a tag names. */
export async function emptyImage(image: string, options: RegistryOptions = {}): Promise<void> {
    // One after the other: a deletion takes the other tags of its manifest along.
    for (let tags = await registryTags(image, options); tags[0] !== undefined;) {
        await deleteFromRegistry(`${image}:${tags[0]}`, options);
        tags = await registryTags(image, options);
    }
}
