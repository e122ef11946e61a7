import { randomBytes } from "node:crypto";

import { parse } from "yaml";
import { z } from "zod";

import type { Setting } from "../../engine/labStack";
import { json } from "../../engine/settings";
import type { RegistryUser } from "../../registry/privateRegistry";
import { type GeneratedSecret } from "../../secrecy/generatedSecrets";
import type { Secret } from "../../secrecy/search";

const INSTANCE = "letsgo-app-dev";

/** The Secrets that stack dev makes, as places. */
const Homes = {
    read: `Secret argocd/${INSTANCE}-read`,
    write: `Secret argocd/${INSTANCE}-write`,
    registry: `Secret argocd/${INSTANCE}-registry`,
    push: "Secret argocd/letsgo-app-webhooks",
    package: "Secret argocd/argocd-image-updater-secret",
    app: `Secret ${INSTANCE}/letsgo-app`,
    pull: `Secret ${INSTANCE}/letsgo-app-registry`,
} as const;

/** Characters that encodings change. */
const SPECIAL = "\"&<>%/+='\\";

/** A value that stands nowhere by chance. */
function canary(what: string): string {
    return `canary-${what}-${randomBytes(9).toString("hex")}`;
}

/** A user of the registry whom nobody else is. */
export function newUser(): RegistryUser {
    return { name: canary("robot"), password: canary("password") + SPECIAL };
}

/** A token for GitHub; tokens have no special characters. */
export function newToken(): string {
    return canary("token");
}

/** Configuration with the registry's user. */
export function registrySettings({ name, password }: RegistryUser): Record<string, Setting> {
    return {
        registryUsername: { value: name, secret: true },
        registryPassword: { value: password, secret: true },
    };
}

/** A value of the application's own, and the setting that has it, beside one to be made up. */
export function newAppSecret(): { value: string; setting: Setting } {
    const value = `${canary("app")} ü${SPECIAL}`;
    return { value, setting: { ...json({ GIVEN: value, MADE_UP: "" }), secret: true } };
}

/**
 * The user that the registry is signed in to with, and those it was before.
 *
 * @param index from 0, the first one configured
 * @param isInUse whether it is the one configured now
 */
export function registrySecrets(user: RegistryUser, index: number, isInUse: boolean): Secret[] {
    const intended = isInUse ? [Homes.registry, Homes.pull] : [];
    return [
        // The registry's own log has the names of those who sign in.
        { name: `registryUsername ${index + 1}`, value: user.name, intended, tolerated: REGISTRY },
        { name: `registryPassword ${index + 1}`, value: user.password, intended },
    ];
}

const REGISTRY = ["lab log/private-registry.log"];

/** @param index from 0, the first one configured */
export function tokenSecret(value: string, index: number): Secret {
    return { name: `githubToken ${index + 1}`, value, intended: [] };
}

/** What the kubeconfig signs in with. */
export function kubeconfigSecret(kubeconfig: string): Secret {
    const { users } = signedIn.parse(parse(kubeconfig));
    return { name: "kubeconfig", value: users[0].user.token, intended: [] };
}

const signedIn = z.object({
    users: z.tuple([z.object({ user: z.object({ token: z.string() }) })]),
});

export function appSecret(value: string): Secret {
    return { name: "appSecrets.GIVEN", value, intended: [Homes.app] };
}

/** Where what the stack has made up belongs; other forms of it, such as hashes, belong nowhere. */
const GENERATED: readonly (readonly [RegExp, string])[] = [
    [/^read-key-\d+ privateKeyOpenssh$/, Homes.read],
    [/^write-key-\d+ privateKeyOpenssh$/, Homes.write],
    [/^argocd-webhooks-push result$/, Homes.push],
    [/^argocd-webhooks-package result$/, Homes.package],
    [/^application-MADE_UP result$/, Homes.app],
];

/** @param isInUse whether the state has it now, or had it before */
export function madeUpSecret(
    { resource, property, value }: GeneratedSecret,
    isInUse: boolean,
): Secret {
    const name = `${resource} ${property}`;
    const homes = GENERATED.filter(([pattern]) => pattern.test(name)).map(([, place]) => place);
    return { name: isInUse ? name : `former ${name}`, value, intended: isInUse ? homes : [] };
}
