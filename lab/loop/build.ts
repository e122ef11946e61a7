import { randomBytes } from "node:crypto";
import * as path from "node:path";

import { pushApp } from "../images/pushApp";
import type { PushedBuild } from "./hops";
import type { WorkingCopy } from "./workingCopy";

/** A build, and the random text by which its answers are told from those of others. */
export interface IdentifiedBuild extends PushedBuild {
    readonly buildId: string;
}

/**
 * Builds one application of a working copy and pushes it, as the generated workflow would: with the
 * tag the checked out commit gives it.
 *
 * @param tag another tag than the workflow's: `v1.2.3`, as for a Git tag
 */
export async function buildAndPush(
    copy: WorkingCopy,
    name: string,
    image: string,
    tag?: string,
): Promise<IdentifiedBuild> {
    const buildId = randomBytes(8).toString("hex");
    const pushed = {
        name,
        image,
        tag: tag ?? (await copy.buildTag()),
        sourceDirectory: path.join(copy.directory, "apps", name),
        buildId,
    };
    const { digest } = await pushApp(pushed);
    return { name, image, tag: pushed.tag, digest, buildId, at: performance.now() };
}
