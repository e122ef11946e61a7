/** Keys whose value is a secret, when it is a text: `password`, `githubToken`, `DB_PASSWORD`. */
const SECRET_KEY =
    /(password|passwd|passphrase|token|secret|secretvalue|privatekey|pemfile|apikey|accesskey|secretkey|signingkey|encryptionkey|credentials?|kubeconfig|dockerconfigjson|plaintextvalue)$/;

/** Keys that end like one and hold the name of a Secret, or of a key in it. */
const NAME_OF_SECRET = /(existing|pull|tls|ref|default)secret$/;

/** Fields of Secrets for Argo CD and registries that everybody may know. */
const PUBLIC_FIELD =
    /^(url|project|type|name|username|email|server|insecure|enablelfs|githubappid|githubappinstallationid|githubappenterprisebaseurl)$/;

/** References that charts and programs resolve themselves: `$secret:key`, `secret:ns/name#key`. */
const REFERENCE = /^(\$[\w.-]+:[\w.-]+|secret:[\w.-]+\/[\w.-]+#[\w.-]+|\$\{[^}]+\}|\$\([^)]+\))$/;

/** What secrets look like wherever they are, by what they are. */
const SHAPES: Readonly<Record<string, RegExp>> = {
    "a private key": /-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/,
    "a token of GitHub": /\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})\b/,
    "an access key of AWS": /\bAKIA[0-9A-Z]{16}\b/,
    "a token of Slack": /\bxox[abprs]-[0-9A-Za-z-]{20,}/,
    "a password in a URL": /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/:@${}<>…*]{3,}@[\w-]/i,
};

/** Whether what is called so has to be kept secret. */
export function isSecretKey(key: string): boolean {
    const plain = normalized(key);
    return SECRET_KEY.test(plain) && !NAME_OF_SECRET.test(plain);
}

/** Whether a Secret's field holds what everybody may know. */
export function isPublicField(key: string): boolean {
    return PUBLIC_FIELD.test(normalized(key));
}

export function isReference(value: string): boolean {
    return REFERENCE.test(value);
}

/** What a text holds that looks like a secret; `undefined` if nothing. */
export function shapeOfSecret(value: string): string | undefined {
    return Object.entries(SHAPES).find(([, shape]) => shape.test(value))?.[0];
}

function normalized(key: string): string {
    return key.toLowerCase().replace(/[^a-z0-9]/g, "");
}
