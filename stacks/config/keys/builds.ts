import { z } from "zod";

import { Provenance } from "../../../components/manifests/provenanceJob";
import { key } from "../key";
import { listOf } from "../structured";

const PLATFORM = /^linux\/[a-z0-9]+(\/v\d+)?$/;

/** What the repository's workflow does beside building the images. */
export const buildKeys = {
    platforms: key<string[]>({
        description:
            "What images are built for. The seeded Dockerfiles cross-compile; one that does not " +
            "can be built for linux/amd64 only. Set by the stack that owns the repository.",
        allowed: "a list of platforms such as linux/amd64 and linux/arm64, each once",
        default: "linux/amd64",
        example: { path: "[0]", value: "linux/arm64" },
        fields: { "*": { allowed: "linux/ and an architecture", example: "linux/arm64" } },
        schema: listOf(
            "platforms",
            z.string("is not text").regex(PLATFORM, "is no platform of Linux"),
            { least: 1 },
        ),
    }),
    provenance: key<Provenance>({
        description:
            "Whether GitHub attests where and from what each image was built. Private " +
            "repositories need GitHub Enterprise Cloud for it. Set by the stack that owns the " +
            "repository.",
        allowed: "auto (public repositories on github.com), always or never",
        default: "auto",
        example: { value: "always" },
        schema: z.enum(Provenance, { error: "is neither auto nor always nor never" }),
    }),
};
