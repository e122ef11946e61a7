import { generateKeyPairSync } from "node:crypto";

const spki = { type: "spki", format: "pem" } as const;

/** An RSA key that belongs to nobody, as GitHub hands out those of Apps. */
export const APP_KEY = rsaKey("pkcs1");

/** Another one in PKCS #8. */
export const APP_KEY_PKCS8 = rsaKey("pkcs8");

/** One that only a passphrase opens. */
export const LOCKED_KEY = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: spki,
    privateKeyEncoding: { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" },
}).privateKey;

/** A private key of another kind. */
export const EC_KEY = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: spki,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
}).privateKey;

/** A public key. */
export const PUBLIC_KEY = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: spki,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
}).publicKey;

function rsaKey(type: "pkcs1" | "pkcs8"): string {
    return generateKeyPairSync("rsa", {
        modulusLength: 2048,
        publicKeyEncoding: spki,
        privateKeyEncoding: { type, format: "pem" },
    }).privateKey;
}
