import { parsePrivateKey } from "sshpk";

/** The forms of a private key, given in PKCS #8, that SSH uses. They carry no comment. */
export function sshOutputs(pkcs8: string): Record<string, string> {
    const key = parsePrivateKey(pkcs8, "pkcs8");
    key.comment = "";
    const publicKey = key.toPublic();
    publicKey.comment = "";
    return {
        privateKeyOpenssh: endingWithNewline(key.toString("ssh-private")),
        publicKeyOpenssh: endingWithNewline(publicKey.toString("ssh").trim()),
        publicKeyFingerprintMd5: publicKey.fingerprint("md5").toString("hex"),
        publicKeyFingerprintSha256: publicKey.fingerprint("sha256").toString("base64"),
    };
}

function endingWithNewline(text: string): string {
    return text.endsWith("\n") ? text : `${text}\n`;
}
