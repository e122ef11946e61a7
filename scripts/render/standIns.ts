/**
 * What stands in for values that are not known or not set while the program is rehearsed, and how
 * it is shown in the result. A stand-in is valid where its value would be, which `<secret …>` and
 * `your-github-owner` are not.
 */
import { createHash, generateKeyPairSync } from "node:crypto";

import { stringify } from "yaml";

import type { KeyName } from "../../stacks/config/configKeys";
import type { Source } from "../../stacks/config/parse";
import { PLACEHOLDERS } from "../../stacks/config/placeholders";

/** Stands in for a secret text. Without a colon, which user names must not have. */
export function secretStandIn(path: string): string {
    const text = `<secret=${path}>`;
    shownAs.set(createHash("sha256").update(text).digest("hex"), `<hash of secret ${path}>`);
    return text;
}

/** What texts are shown as that do not say themselves what they stand for. */
const shownAs = new Map<string, string>();

/**
 * Stands in for the whole value of a secret key.
 *
 * @param context name of the kubeconfig's context
 */
export function standInFor(key: KeyName, context: string): string {
    switch (key) {
        case "appSecrets":
            return JSON.stringify({ NAMES_ARE_ENCRYPTED_TOO: secretStandIn(key) });
        case "kubeconfig":
            return kubeconfigStandIn(context);
        case "githubAppPrivateKey":
            return keyStandIn(key);
        default:
            return secretStandIn(key);
    }
}

/** The source with valid values in the place of the sample files' placeholders. */
export function withoutPlaceholders(source: Source): Source {
    const values = Object.entries(source.values).map(
        ([key, value]) => [key, replaceAll(value, placeholderStandIns)] as const,
    );
    return { ...source, values: Object.fromEntries(values) };
}

/** Text or data in which stand-ins are shown as what they stand for. */
export function shown(value: unknown): unknown {
    if (typeof value === "string") {
        return shownText(value);
    }
    if (Array.isArray(value)) {
        return value.map(shown);
    }
    return typeof value === "object" && value !== null
        ? Object.fromEntries(
              Object.entries(value).map(([key, item]) => [shownText(key), shown(item)]),
          )
        : value;
}

export function shownText(text: string): string {
    const named = replaceAll(replaceAll(text, inverted(placeholderStandIns)), shownAs);
    return named
        .replaceAll(BASE64_OF_STAND_INS, "<secret registryUsername:registryPassword, base64>")
        .replace(/<secret=([^>]+)>/g, "<secret $1>");
}

const placeholderStandIns: ReadonlyMap<string, string> = new Map(
    PLACEHOLDERS.map((placeholder) => [placeholder, placeholder.replace(/^your-/, "the-")]),
);

const BASE64_OF_STAND_INS = Buffer.from(
    `${secretStandIn("registryUsername")}:${secretStandIn("registryPassword")}`,
).toString("base64");

/** A key that nobody uses: the configuration's check takes nothing less. */
function keyStandIn(name: KeyName): string {
    const { privateKey } = generateKeyPairSync("rsa", {
        modulusLength: 2048,
        publicKeyEncoding: { type: "spki", format: "pem" },
        privateKeyEncoding: { type: "pkcs1", format: "pem" },
    });
    shownAs.set(privateKey, `<secret ${name}>`);
    return privateKey;
}

function kubeconfigStandIn(context: string): string {
    return stringify({
        clusters: [{ name: context, cluster: { server: "https://cluster.invalid" } }],
        contexts: [{ name: context, context: { cluster: context, user: context } }],
        users: [{ name: context, user: {} }],
        "current-context": context,
    });
}

function replaceAll(text: string, replacements: ReadonlyMap<string, string>): string {
    return [...replacements].reduce((result, [from, to]) => result.replaceAll(from, to), text);
}

function inverted(map: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
    return new Map([...map].map(([from, to]) => [to, from]));
}
