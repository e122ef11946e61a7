import { randomBytes } from "node:crypto";

import { parse } from "yaml";
import { z } from "zod";

import { type EngineHome, engineEnvironment } from "../../engine/environment";
import type { Setting } from "../../engine/labStack";
import { json } from "../../engine/settings";
import type { IssuedToken, Numbered } from "../../github/client";
import type { RegistryUser } from "../../registry/privateRegistry";
import { type GeneratedSecret } from "../../secrecy/generatedSecrets";
import type { Secret } from "../../secrecy/search";

/** Name of what stack dev installs. */
const INSTANCE = "letsgo-app-dev";

/** The Secrets that a stack makes, as places. */
function homesOf(instance: string) {
    return {
        read: `Secret argocd/${instance}-read`,
        write: `Secret argocd/${instance}-write`,
        registry: `Secret argocd/${instance}-registry`,
        push: "Secret argocd/letsgo-app-webhooks",
        package: "Secret argocd/argocd-image-updater-secret",
        app: `Secret ${instance}/letsgo-app`,
        pull: `Secret ${instance}/letsgo-app-registry`,
    } as const;
}

const Homes = homesOf(INSTANCE);

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

/**
 * What the updater has written with: a token, or the private key of an App.
 *
 * @param isInUse whether it is the one configured now
 */
export function writersSecret(name: string, value: string, isInUse: boolean): Secret {
    return { name, value, intended: isInUse ? [Homes.write] : [] };
}

/** What an App was given for its key; the updater keeps it in memory. */
export function issuedSecret({ sequence, token }: Numbered<IssuedToken>): Secret {
    return { name: `token ${sequence} of an App`, value: token, intended: [] };
}

/** What the kubeconfig signs in with. */
export function kubeconfigSecret(kubeconfig: string): Secret {
    const { users } = signedIn.parse(parse(kubeconfig));
    return { name: "kubeconfig", value: users[0].user.token, intended: [] };
}

/** What encrypts the state, and the secrets in the stack's configuration. */
export function passphraseSecret(home: EngineHome): Secret {
    const { PULUMI_CONFIG_PASSPHRASE: value = "" } = engineEnvironment(home);
    return { name: "passphrase", value, intended: [] };
}

const signedIn = z.object({
    users: z.tuple([z.object({ user: z.object({ token: z.string() }) })]),
});

export function appSecret(value: string): Secret {
    return { name: "appSecrets.GIVEN", value, intended: [Homes.app] };
}

/** Where what the stack has made up belongs; other forms of it, such as hashes, belong nowhere. */
const GENERATED = [
    [/^read-key-\d+ privateKeyOpenssh$/, "read"],
    [/^write-key-\d+ privateKeyOpenssh$/, "write"],
    [/^argocd-webhooks-push result$/, "push"],
    [/^argocd-webhooks-package result$/, "package"],
    [/^application-MADE_UP result$/, "app"],
] as const;

/**
 * @param isInUse whether the state has it now, or had it before
 * @param instance name of what the stack installs: `letsgo-app-dev`
 */
export function madeUpSecret(
    { resource, property, value }: GeneratedSecret,
    isInUse: boolean,
    instance: string = INSTANCE,
): Secret {
    const name = `${resource} ${property}`;
    const places = homesOf(instance);
    const homes = GENERATED.flatMap(([pattern, home]) =>
        pattern.test(name) ? [places[home]] : [],
    );
    return { name: isInUse ? name : `former ${name}`, value, intended: isInUse ? homes : [] };
}
