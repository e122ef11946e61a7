/** New SSH keys, for the SSH server and for those who talk to it. */
import { generateKeyPairSync } from "node:crypto";
import { parsePrivateKey } from "sshpk";

/** A key as OpenSSH writes it: the private half is a whole file, the public half one line. */
export interface KeyPair {
    readonly private: string;
    readonly public: string;
}

/**
 * Makes an ED25519 key. Not with ssh2, whose generator drops leading zero bytes of the public half,
 * so that one key in 256 is unreadable.
 * @see https://github.com/mscdex/ssh2/issues/1513
 */
export function newKeyPair(comment = ""): KeyPair {
    const { privateKey } = generateKeyPairSync("ed25519", {
        privateKeyEncoding: { type: "pkcs8", format: "pem" },
        publicKeyEncoding: { type: "spki", format: "pem" },
    });
    return keyPairOf(privateKey, comment);
}

/** The key in a PEM file in PKCS #8. */
export function keyPairOf(pkcs8: string, comment = ""): KeyPair {
    const key = parsePrivateKey(pkcs8, "pkcs8");
    key.comment = comment;
    return {
        private: key.toString("ssh-private"),
        public: key.toPublic().toString("ssh").trim(),
    };
}
