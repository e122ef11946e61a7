import * as github from "@pulumi/github";
import { z } from "zod";

import { resourcesInState } from "./stateLookup";

/** A webhook of the repository that the stack's state does not know. */
export interface UnknownWebhook {
    /** GitHub's number of it. */
    readonly id: number;
    /** Where it sends events. */
    readonly url: string;
}

export interface WebhookLookupArgs {
    /** User or organisation. */
    readonly owner: string;
    /** Name of the repository, which has to be there. */
    readonly name: string;
    /** The stack in whose state they may be: `organization/project/stack`. */
    readonly stackReference: string;
}

const listed = z.array(
    z.object({
        id: z.number(),
        /** The hook's own, in the API. */
        url: z.string(),
        config: z.object({ url: z.string().default("") }),
    }),
);

/**
 * The repository's webhooks but for those in the state: what a run that was killed after GitHub's
 * answer has left, among others. GitHub refuses a second one of the same URL and event.
 *
 * Unlike a deploy key's, a webhook's identifier in the state is not the one it is imported by. To
 * import what is in the state already would replace it by itself, and then delete it. So the state
 * has to be asked, and where it does not answer none is unknown.
 *
 * @throws if GitHub refuses to list them
 */
export async function lookUpWebhooks(
    { owner, name, stackReference }: WebhookLookupArgs,
    provider: github.Provider,
): Promise<UnknownWebhook[]> {
    // The provider's own list has the hooks' addresses in the API, not where they send to.
    const endpoint = `repos/${owner}/${name}/hooks?per_page=100`;
    const { code, body } = await github.getRestApi({ endpoint }, { provider });
    const hooks = code === 200 ? listed.parse(JSON.parse(body)) : [];
    const state =
        hooks.length === 0
            ? undefined
            : await resourcesInState(
                  stackReference,
                  "github:index/repositoryWebhook:RepositoryWebhook",
              );
    if (state === undefined) {
        return [];
    }
    const known = new Set(state.map(({ url }) => url));
    return hooks
        .filter(({ url }) => !known.has(url))
        .map(({ id, config }) => ({ id, url: config.url }));
}
