import { randomBytes } from "node:crypto";
import * as path from "node:path";

import { pushApp } from "../images/pushApp";
import { imageBuild } from "../workflow/imageBuild";
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
 * Builds one application of a working copy and pushes it, as the workflow in it says: from the
 * context, with the tag, the build argument and the labels that the workflow gives.
 *
 * @param tag a Git tag to build for: `v1.2.3`. @default the branch that is checked out
 */
export async function buildAndPush(
    copy: WorkingCopy,
    name: string,
    image: string,
    tag?: string,
): Promise<SentBuild> {
    const ref = tag === undefined ? await copy.branch() : { type: "tag" as const, name: tag };
    const build = await imageBuild(copy.directory, name, ref, await copy.repository());
    if (build.repository !== image) {
        throw new Error(`the workflow builds ${name} as ${build.repository}, not as ${image}`);
    }
    // The workflow's own value is the tag, and the same again when a commit is built again.
    const buildId = `${build.buildArgs["BUILD_ID"] ?? ""}+${randomBytes(8).toString("hex")}`;
    const { digest, seconds } = await pushApp({
        image,
        tag: build.tag,
        sourceDirectory: path.join(copy.directory, build.context),
        labels: build.labels,
        buildId,
    });
    const sentAt = new Date(Date.now() - seconds.push * 1000);
    return { name, image, tag: build.tag, digest, buildId, sentAt, at: performance.now() };
}
