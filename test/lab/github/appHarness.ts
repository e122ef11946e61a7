/** A GitHub App on the stand-in: its keys, and the web tokens they sign. */
import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";

export interface AppKey {
    readonly publicKey: string;
    readonly privateKey: string;
}

/** As GitHub makes them. */
export function newAppKey(): AppKey {
    return generateKeyPairSync("rsa", {
        modulusLength: 2048,
        publicKeyEncoding: { type: "spki", format: "pem" },
        privateKeyEncoding: { type: "pkcs1", format: "pem" },
    });
}

/** Claims, in seconds from now where they are times; undefined leaves one out. */
export interface Claims {
    readonly iss?: string;
    readonly iat?: number;
    readonly exp?: number;
}

/** A signed web token. */
export function webToken({ privateKey }: AppKey, { iss, iat, exp }: Claims): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
        ...(iss !== undefined && { iss }),
        ...(iat !== undefined && { iat: now + iat }),
        ...(exp !== undefined && { exp: now + exp }),
    };
    return new SignJWT(claims)
        .setProtectedHeader({ alg: "RS256", typ: "JWT" })
        .sign(createPrivateKey(privateKey));
}
