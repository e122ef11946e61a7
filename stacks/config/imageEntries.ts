import { z } from "zod";

import { UpdateStrategy } from "../../components/manifests/model";

import { imageRepository, imageTag } from "./images";
import type { Field, Place } from "./key";
import { dnsLabel } from "./names";
import { json, numberWithin, text } from "./structured";

const probePath = z.string("is not text").regex(/^\/[\w./~-]*$/, "is not an absolute URL path");

const entry = z.strictObject(
    {
        name: dnsLabel(),
        repository: imageRepository.optional(),
        // Containers do not run as root, so they cannot listen below 1024.
        port: numberWithin(1024, 65535).optional(),
        context: z
            .string("is not text")
            .refine(isInsideRepository, "is not a folder inside the repository")
            .optional(),
        readinessPath: probePath.optional(),
        livenessPath: probePath.optional(),
        strategy: z.enum(UpdateStrategy, "is no strategy").optional(),
        tag: text.pipe(imageTag).optional(),
    },
    { error: (issue) => (issue.code === "invalid_type" ? "is not an object" : undefined) },
);

/** The fields of an image, in words. */
export const imageFields: Readonly<Record<keyof ImageEntry, Field>> = {
    name: {
        allowed: "a DNS label that begins with a letter",
        example: "worker",
        fitting: likelyName,
    },
    repository: {
        allowed: "registry host and path, lower case, without tag",
        example: "ghcr.io/acme/letsgo-app-worker",
        fitting: (place) => `ghcr.io/acme/letsgo-app-${likelyName(place)}`,
    },
    port: { allowed: "a port from 1024 to 65535", example: "8080" },
    context: {
        allowed: "a folder inside the repository",
        example: "apps/worker",
        fitting: (place) => `apps/${likelyName(place)}`,
    },
    readinessPath: { allowed: "a path such as /readyz", example: "/readyz" },
    livenessPath: { allowed: "a path such as /healthz", example: "/healthz" },
    strategy: { allowed: Object.values(UpdateStrategy).join(", "), example: "semver" },
    tag: { allowed: "an image tag", example: "dev-latest" },
};

/** One image as configured. */
export type ImageEntry = z.output<typeof entry>;

/** Key `images`. */
export const imageEntries: z.ZodType<ImageEntry[], string> = json(
    "a list of images",
    z.array(entry, "is not a list of images").min(1, "has no image"),
);

/** The name as it would be valid: what is told of several images has to differ. */
function likelyName({ entry: { name }, index }: Place): string {
    const label = (typeof name === "string" ? name : "")
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^[^a-z]+/, "")
        .slice(0, 63)
        .replace(/-$/, "");
    return label === "" ? ["worker", ...(index === 0 ? [] : [index + 1])].join("-") : label;
}

function isInsideRepository(folder: string): boolean {
    return folder
        .split("/")
        .every((part) => /^[\w.-]+$/.test(part) && part !== "." && part !== "..");
}
