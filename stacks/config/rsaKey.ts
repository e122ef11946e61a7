import { createPrivateKey } from "node:crypto";

import { z } from "zod";

/** What stands in the first line of a key that the updater reads: PKCS #1, as GitHub's, or #8. */
const KINDS = ["RSA PRIVATE KEY", "PRIVATE KEY"];

/**
 * An RSA private key in PEM without a passphrase. The messages say what is wrong without a word of
 * it.
 */
export const rsaPrivateKey: z.ZodType<string, string> = z.string().superRefine((text, context) => {
    const reason = keyFault(text.trim());
    if (reason !== undefined) {
        context.addIssue({ code: "custom", message: reason });
    }
});

function keyFault(text: string): string | undefined {
    const kind = /^-----BEGIN ([A-Z0-9 ]+)-----/.exec(text)?.[1];
    if (kind === undefined) {
        return text.includes("\n")
            ? "is not PEM"
            : "is one line of text; give the file's content, not its path";
    }
    if (!text.includes("\n")) {
        return "has no line ends, which PEM needs";
    }
    if (kind.startsWith("ENCRYPTED ") || /^Proc-Type: 4,ENCRYPTED/m.test(text)) {
        return "has a passphrase, which nobody could give to the updater";
    }
    if (!KINDS.includes(kind)) {
        return "is PEM of something else than an RSA private key";
    }
    if (!text.endsWith(`-----END ${kind}-----`)) {
        return "does not end where a private key ends";
    }
    try {
        return createPrivateKey(text).asymmetricKeyType === "rsa"
            ? undefined
            : "is a private key of another kind than RSA";
    } catch {
        return "is damaged: there is no private key in it";
    }
}
