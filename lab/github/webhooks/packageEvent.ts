/** Turns the registry's notifications into the `package` events that GHCR would send. */
import { z } from "zod";
import type { Hub } from "../hub";
import type { Account, RepositoryRecord } from "../model";
import { accountView } from "../rest/views/account";
import { repositoryView } from "../rest/views/repository";
import { sameName, timestamp } from "../store";

/**
 * What a docker-registry posts; fields we do not use are left out.
 * @see https://distribution.github.io/distribution/about/notifications/
 */
const envelope = z.object({
    events: z.array(
        z.object({
            action: z.string(),
            target: z.object({
                mediaType: z.string().optional(),
                digest: z.string().optional(),
                repository: z.string(),
                tag: z.string().optional(),
            }),
        }),
    ),
});

/** An image that got a tag. */
export interface TaggedImage {
    /** First part of the image's path: the GitHub account. */
    readonly owner: string;
    /** The rest of the path: the package. */
    readonly name: string;
    readonly tag: string;
    readonly digest: string;
}

/**
 * The tagged manifests that an envelope says were pushed; layers, pulls and untagged manifests are
 * nobody's news.
 * @throws z.ZodError when it is no such envelope
 */
export function taggedImages(body: unknown): TaggedImage[] {
    return envelope.parse(body).events.flatMap(({ action, target }) => {
        const slash = target.repository.indexOf("/");
        return action === "push" && target.tag !== undefined && slash > 0
            ? [
                  {
                      owner: target.repository.slice(0, slash),
                      name: target.repository.slice(slash + 1),
                      tag: target.tag,
                      digest: target.digest ?? "",
                  },
              ]
            : [];
    });
}

/**
 * Sends `package` events for the images to the hooks that subscribed, in every repository of the
 * image's owner: which repository a package belongs to is not in the notification.
 * @returns how many events went to repositories that have such a hook
 */
export function announce(hub: Hub, images: readonly TaggedImage[]): number {
    let sent = 0;
    for (const image of images) {
        for (const record of hub.store.state.repositories) {
            const owner = hub.store.account(record.owner);
            const listens = hub.webhooks.listens(record, "package");
            if (owner && listens && sameName(record.owner, image.owner)) {
                hub.webhooks.deliver(record, "package", packageEvent(hub, record, owner, image));
                sent++;
            }
        }
    }
    return sent;
}

/** @see https://docs.github.com/en/webhooks/webhook-events-and-payloads#package */
function packageEvent(
    hub: Hub,
    record: RepositoryRecord,
    owner: Account,
    image: TaggedImage,
): object {
    const at = timestamp();
    const account = accountView(hub.addresses, owner);
    const page = `${hub.addresses.web}/${owner.login}/packages/container/${encodeURIComponent(image.name)}`;
    return {
        action: "published",
        package: {
            id: record.id,
            name: image.name,
            namespace: owner.login,
            description: "",
            ecosystem: "CONTAINER",
            package_type: "CONTAINER",
            html_url: page,
            created_at: at,
            updated_at: at,
            owner: account,
            package_version: {
                id: record.id,
                version: image.digest,
                name: image.digest,
                summary: "",
                description: "",
                html_url: page,
                target_commitish: record.defaultBranch,
                target_oid: "",
                created_at: at,
                updated_at: at,
                metadata: [],
                container_metadata: { tag: { name: image.tag, digest: image.digest } },
                package_files: [],
                installation_command: `docker pull ghcr.io/${image.owner}/${image.name}:${image.tag}`,
            },
            registry: {
                about_url: "https://docs.github.com/packages",
                name: "GitHub CONTAINER registry",
                type: "CONTAINER",
                url: `https://ghcr.io/${image.owner}`,
                vendor: "GitHub Inc",
            },
        },
        repository: repositoryView(hub, record),
        sender: account,
    };
}
