import { z } from "zod";

import type { WriteBack } from "../../environment";
import type { GroupKind } from "../../stackConfig";
import { constraint } from "../constraint";
import { type ImageEntry, imageEntries, imageFields } from "../imageEntries";
import { imageTag, registryHost } from "../images";
import { key } from "../key";
import { dnsLabel, dnsSubdomain, hostName } from "../names";
import { credential, userName } from "../secrets";
import { flag, json, text } from "../structured";
import { absoluteUrl } from "../urls";

/** The registry of the application's images. */
export const registryKeys = {
    registry: key<string>({
        description: "Registry of the images, the same in every stack.",
        allowed: "a host with a dot and an optional port",
        default: "ghcr.io",
        example: { value: "registry.example.com" },
        schema: registryHost,
    }),
    registryUsername: key<string>({
        description: "User that pulls the images; together with `registryPassword`.",
        allowed: "a user name without a colon",
        default: "none: the images are public",
        secret: true,
        example: { value: "acme-bot" },
        schema: userName,
    }),
    registryPassword: key<string>({
        description:
            "Password or token that pulls the images; on ghcr.io a classic token with `read:packages`.",
        allowed: "a password or token",
        default: "none: the images are public",
        secret: true,
        example: { value: "ghp_…" },
        schema: credential,
    }),
    registryEndpoint: key<string>({
        description:
            "URL of the registry's API where it is not `https://<registry>`: a mirror, or plain " +
            "http. Set by the stack that installs the updater.",
        allowed: "an absolute http or https URL",
        default: "https://<registry>",
        example: { value: "https://mirror.example.com" },
        schema: absoluteUrl(["https", "http"]),
    }),
};

const EXTRA_KIND = /^(?:(?<group>[a-z0-9]([a-z0-9.-]*[a-z0-9])?)\/)?(?<kind>[A-Z][A-Za-z0-9]*)$/;

/** The application: what runs. */
export const appKeys = {
    appName: key<string>({
        description: "Name of the application and prefix of all it owns, the same in every stack.",
        allowed: "a DNS label that begins with a letter",
        default: "letsgo-app",
        example: { value: "letsgo-app" },
        schema: dnsLabel(),
    }),
    images: key<ImageEntry[]>({
        description: "The application's images, the same in every stack.",
        allowed:
            "a list of objects with `name` and, optionally, `repository`, `port`, `context`, " +
            "`readinessPath`, `livenessPath`, `strategy` (alphabetical, semver, newest-build or " +
            "digest) and `tag` (for digest)",
        default: "backend and frontend on port 8080",
        example: { path: "[0].name", value: "backend" },
        fields: imageFields,
        schema: imageEntries,
    }),
    appSecrets: key<Record<string, string>>({
        description:
            "Data of the Secret `<appName>`, the containers' environment. An empty value is made " +
            "up once and kept.",
        allowed: "an object of environment variables",
        default: "none",
        secret: true,
        example: { path: ".DATABASE_PASSWORD", value: "" },
        fields: {
            "*": { allowed: "text under a variable's name: letters, digits, _", example: "" },
        },
        schema: json(
            "an object of environment variables",
            z.record(
                z.string().regex(/^[A-Za-z_]\w*$/, "is no environment variable's name"),
                z.string("is not text"),
                "is not an object of environment variables",
            ),
        ),
    }),
    appHost: key<string>({
        description: "Host of the application's Ingress.",
        allowed: "a host name",
        default: "none: no Ingress",
        example: { value: "app.example.com" },
        schema: hostName,
    }),
    storageClassName: key<string>({
        description: "StorageClass of the application's volume.",
        allowed: "the name of a StorageClass",
        default: "the cluster's default class",
        example: { value: "standard" },
        schema: dnsSubdomain,
    }),
    projectExtraKinds: key<GroupKind[]>({
        description: "Kinds the application may contain beside those of the sample.",
        allowed: "a list of `Kind` and `group/Kind`, without wildcards",
        default: "none",
        example: { path: "[0]", value: "batch/CronJob" },
        fields: { "*": { allowed: "Kind or group/Kind, no wildcard", example: "batch/CronJob" } },
        schema: json(
            "a list of kinds",
            z.array(
                z
                    .string("is not text")
                    .regex(EXTRA_KIND, "is neither Kind nor group/Kind")
                    .transform((entry): GroupKind => {
                        const groups = EXTRA_KIND.exec(entry)?.groups;
                        return { group: groups?.group ?? "", kind: groups?.kind ?? entry };
                    }),
                "is not a list of kinds",
            ),
        ),
    }),
};

const perImage = (what: string, schema: z.ZodType<string, string>) =>
    json(what, z.record(z.string(), text.pipe(schema), `is not ${what}`));

/** Which tags are taken, and how they are written. */
export const updateKeys = {
    constraints: key<Record<string, string>>({
        description:
            "Semver constraints by image name, instead of the environment's: changing one " +
            "promotes a release.",
        allowed: "constraints such as ^1.0, ~1.0.3 or >=1.0 <3",
        default: "the environment's: staging ^1.0, prod ~1.0",
        example: { path: ".backend", value: "~1.1" },
        fields: { "*": { allowed: "a constraint such as ^1.0 or ~1.0.3", example: "~1.1" } },
        schema: perImage("an object of constraints by image name", constraint),
    }),
    pin: key<Record<string, string>>({
        description: "Exact tags by image name: the way back to an older version.",
        allowed: "tags",
        default: "none",
        example: { path: ".backend", value: "v1.0.3" },
        fields: { "*": { allowed: "an image tag", example: "v1.0.3" } },
        schema: perImage("an object of tags by image name", imageTag),
    }),
    paused: key<boolean>({
        description: "Stops all updates of this environment.",
        allowed: "true or false",
        default: "false",
        example: { value: "true" },
        schema: flag,
    }),
    writeBack: key<WriteBack>({
        description:
            "Whether the updater writes straight to the branch, or opens a pull request that " +
            "somebody merges. The latter needs `gitAuth` `token` or `githubApp`, and the right to write " +
            "pull requests too.",
        allowed: "direct or pullRequest",
        default: "the environment's: direct",
        example: { value: "direct" },
        schema: z.enum(["direct", "pullRequest"], { error: "is no way to write" }),
    }),
    autoMerge: key<boolean>({
        description:
            "Whether the updater's pull requests are merged once their checks have passed; for " +
            "`writeBack` `pullRequest`.",
        allowed: "true or false",
        default: "false: somebody merges them",
        example: { value: "true" },
        schema: flag,
    }),
};
