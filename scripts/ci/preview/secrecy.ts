/** What must not be shown, and what a reviewer is to be told of. */
import { parseDocument } from "yaml";
import { z } from "zod";

/** How the engine marks a secret in its events, whose value it leaves out. */
const SECRET_MARK = "4dabf18193072939515e22adb298388d";
const SECRET_VALUE = "1b47061264138c4ac30d75fd1eb44270";

/** Types that are credentials as a whole, or carry one. */
const CREDENTIALS = [
    "kubernetes:core/v1:Secret",
    "github:index/actionsSecret:ActionsSecret",
    "github:index/repositoryDeployKey:RepositoryDeployKey",
    "random:index/randomPassword:RandomPassword",
    "tls:index/privateKey:PrivateKey",
];

/** Whether a type of resource is a credential. */
export function isCredential(type: string): boolean {
    return CREDENTIALS.includes(type);
}

/** Whether there is a secret in a value of the engine's events, at any depth. */
export function holdsSecret(value: unknown): boolean {
    if (typeof value !== "object" || value === null) {
        return value === "[secret]";
    }
    const record = value as Readonly<Record<string, unknown>>;
    return record[SECRET_MARK] === SECRET_VALUE || Object.values(record).some(holdsSecret);
}

/** Shorter texts would make holes in ordinary words. */
const SHORTEST = 8;

/** Variables of the environment that are secret as a whole. */
const SECRET_VARIABLES = [
    "GITHUB_TOKEN",
    "PREVIEW_GITHUB_TOKEN",
    "PULUMI_ACCESS_TOKEN",
    "PULUMI_CONFIG_PASSPHRASE",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AZURE_CLIENT_SECRET",
    "AZURE_STORAGE_KEY",
    "AZURE_STORAGE_SAS_TOKEN",
    "GOOGLE_CREDENTIALS",
];

/**
 * Makes texts safe to be posted: what the step was given as secrets becomes `[secret]`, should a
 * message of somebody's repeat it. GitHub does this in logs, and nowhere else.
 *
 * @param env of the step, with `PREVIEW_KUBECONFIG`, whose users' credentials are secret, and
 * `GOOGLE_CREDENTIALS`, whose key is
 */
export function maskFor(env: NodeJS.ProcessEnv): (text: string) => string {
    const given = SECRET_VARIABLES.map((name) => env[name] ?? "");
    const secrets = [
        ...given,
        ...credentialsIn(env.PREVIEW_KUBECONFIG ?? ""),
        ...keyIn(env.GOOGLE_CREDENTIALS ?? ""),
    ]
        .filter((secret) => secret.length >= SHORTEST)
        // One may be part of another.
        .sort((a, b) => b.length - a.length);
    return (text) =>
        secrets.reduce((masked, secret) => masked.replaceAll(secret, "[secret]"), text);
}

const kubeconfigSchema = z.object({
    users: z.array(z.object({ user: z.record(z.string(), z.unknown()).nullish() })).nullish(),
});

/** What of a user in a kubeconfig is secret. */
const USER_SECRETS = ["token", "password", "client-key-data"];

/** The users' credentials; none in what is no kubeconfig. */
function credentialsIn(kubeconfig: string): string[] {
    const document = parseDocument(kubeconfig);
    const parsed = kubeconfigSchema.safeParse(
        document.errors.length > 0 ? undefined : document.toJS(),
    );
    return (parsed.data?.users ?? []).flatMap(({ user }) =>
        USER_SECRETS.map((key) => user?.[key]).filter((value) => typeof value === "string"),
    );
}

const keyFileSchema = z.object({ private_key: z.string() });

/** The key in a service account's key file, line by line too: a message may indent it. */
function keyIn(keyFile: string): string[] {
    const { data } = keyFileSchema.safeParse(asJson(keyFile));
    if (data === undefined) {
        return [];
    }
    const { private_key: key } = data;
    const lines = key.split("\n").filter((line) => !line.startsWith("-----"));
    return [key, JSON.stringify(key).slice(1, -1), ...lines];
}

function asJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
