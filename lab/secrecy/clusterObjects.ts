import { gunzipSync } from "node:zlib";

import { z } from "zod";

import { kubectl } from "../inside";
import type { Place } from "./search";

const object = z.looseObject({
    kind: z.string(),
    metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
    type: z.string().optional(),
    data: z.record(z.string(), z.unknown()).nullish(),
});

const HELM_RELEASE = "helm.sh/release.v1";

/** Every object of every kind in every namespace, with who has written which field. */
export async function clusterObjects(): Promise<Place[]> {
    const kinds = await kubectl(["api-resources", "--verbs=list", "--output=name"]);
    const lists = await kubectl([
        "get",
        kinds.trim().split("\n").join(","),
        "--all-namespaces",
        "--ignore-not-found",
        "--show-managed-fields",
        "--output=json",
    ]);
    return placesOfObjects(lists);
}

/**
 * A place for each object: `Secret argocd/letsgo-app-dev-write`, `Node /lab`. What Helm has packed
 * into a Secret is a place of its own.
 *
 * @param list as `kubectl get --output=json` prints it
 */
export function placesOfObjects(list: string): Place[] {
    const { items } = z.object({ items: z.array(object) }).parse(JSON.parse(list));
    return items.flatMap((item) => {
        const { kind, metadata, type, data } = item;
        const name = `${kind} ${metadata.namespace ?? ""}/${metadata.name}`;
        const place = { name, content: Buffer.from(JSON.stringify(item)) };
        return type === HELM_RELEASE
            ? [place, { name: `${name}, unpacked`, content: unpacked(data?.["release"]) }]
            : [place];
    });
}

/** Helm packs and encodes a release, and the API encodes it once more. */
function unpacked(release: unknown): Buffer {
    const encoded = Buffer.from(z.string().parse(release), "base64").toString();
    return gunzipSync(Buffer.from(encoded, "base64"));
}
