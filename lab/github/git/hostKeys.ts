/** The SSH server's host keys: its own, and another one to show what clients do when it changes. */
import fs from "node:fs";
import path from "node:path";
import { utils } from "ssh2";
import { newKeyPair } from "./keyPair";

/** Reads a private host key, making it first (ED25519) if it is not there. */
export function hostKey(file: string): string {
    if (!fs.existsSync(file)) {
        fs.mkdirSync(path.dirname(file), { recursive: true });
        fs.writeFileSync(file, newKeyPair("stand-in").private, { mode: 0o600 });
    }
    return fs.readFileSync(file, "utf8");
}

/** Algorithm and base64 of a private key's public half. */
export function publicHostKey(privateKey: string): string {
    const parsed = utils.parseKey(privateKey);
    if (parsed instanceof Error) {
        throw parsed;
    }
    return `${parsed.type} ${parsed.getPublicSSH().toString("base64")}`;
}
