import { randomBytes } from "node:crypto";
import * as path from "node:path";

import { pushApp } from "../images/pushApp";
import type { PushedBuild } from "./hops";
import type { WorkingCopy } from "./workingCopy";

/** A build, and the random text by which its answers are told from those of others. */
export interface IdentifiedBuild extends PushedBuild {
    readonly buildId: string;
}

/** A build, and when its push began: who looks at the registry later has seen it, or will be told. */
export interface SentBuild extends IdentifiedBuild {
    readonly sentAt: Date;
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
): Promise<SentBuild> {
    const buildId = randomBytes(8).toString("hex");
    const pushed = {
        name,
        image,
        tag: tag ?? (await copy.buildTag()),
        sourceDirectory: path.join(copy.directory, "apps", name),
        buildId,
    };
    const { digest, seconds } = await pushApp(pushed);
    const sentAt = new Date(Date.now() - seconds.push * 1000);
    return { name, image, tag: pushed.tag, digest, buildId, sentAt, at: performance.now() };
}
