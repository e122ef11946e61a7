import { createHash, createPublicKey, generateKeyPair, KeyObject } from "node:crypto";
import { promisify } from "node:util";
import type { Generated, ImmutableResource } from "../protocol/immutable";
import { display, Properties } from "../protocol/values";

const generate = promisify(generateKeyPair);

const CURVES: Readonly<Record<string, string>> = {
    P224: "secp224r1",
    P256: "prime256v1",
    P384: "secp384r1",
    P521: "secp521r1",
};

/** `tls:PrivateKey`: algorithm ED25519, RSA (`rsaBits`) or ECDSA (`ecdsaCurve`). */
export const privateKey: ImmutableResource = {
    defaults: { ecdsaCurve: "P224", rsaBits: 2048 },
    outputs: [
        "privateKeyOpenssh",
        "privateKeyPem",
        "privateKeyPemPkcs8",
        "publicKeyFingerprintMd5",
        "publicKeyFingerprintSha256",
        "publicKeyOpenssh",
        "publicKeyPem",
    ],
    secrets: ["privateKeyOpenssh", "privateKeyPem", "privateKeyPemPkcs8"],
    check: ({ algorithm, ecdsaCurve }) => {
        if (!["ED25519", "ECDSA", "RSA"].includes(display(algorithm))) {
            return [{ property: "algorithm", reason: "must be one of RSA, ECDSA, ED25519" }];
        }
        return ecdsaCurve === undefined || display(ecdsaCurve) in CURVES
            ? []
            : [
                  {
                      property: "ecdsaCurve",
                      reason: `must be one of ${Object.keys(CURVES).join(", ")}`,
                  },
              ];
    },
    generate: async (inputs) => await outputsOf(await newKey(inputs), inputs),
};

async function newKey({ algorithm, ecdsaCurve, rsaBits }: Properties): Promise<KeyObject> {
    switch (algorithm) {
        case "RSA":
            return (await generate("rsa", { modulusLength: Number(rsaBits) })).privateKey;
        case "ECDSA":
            return (await generate("ec", { namedCurve: CURVES[display(ecdsaCurve)] ?? "" }))
                .privateKey;
        default:
            return (await generate("ed25519")).privateKey;
    }
}

async function openSshOutputs(pkcs8: string): Promise<Properties> {
    // Loaded when needed: a plugin that only compares should start at once.
    const { sshOutputs } = await import("./openSsh.js");
    return sshOutputs(pkcs8);
}

/** The outputs of a key, as golang.org/x/crypto/ssh and crypto/x509 encode them. */
async function outputsOf(
    key: KeyObject,
    { algorithm, ecdsaCurve }: Properties,
): Promise<Generated> {
    const publicKey = createPublicKey(key);
    const spki = publicKey.export({ type: "spki", format: "der" });
    const pkcs8 = key.export({ type: "pkcs8", format: "pem" }).toString();
    const traditional = { ED25519: "pkcs8", ECDSA: "sec1", RSA: "pkcs1" } as const;
    const type = traditional[algorithm as keyof typeof traditional];
    return {
        id: createHash("sha1").update(spki).digest("hex"),
        outputs: {
            privateKeyPem: key
                .export({ type, format: "pem" } as { type: "pkcs8"; format: "pem" })
                .toString(),
            privateKeyPemPkcs8: pkcs8,
            publicKeyPem: publicKey.export({ type: "spki", format: "pem" }).toString(),
            // SSH does not know this curve.
            ...(algorithm === "ECDSA" && ecdsaCurve === "P224"
                ? NO_SSH
                : await openSshOutputs(pkcs8)),
        },
    };
}

const NO_SSH = {
    privateKeyOpenssh: "",
    publicKeyFingerprintMd5: "",
    publicKeyFingerprintSha256: "",
    publicKeyOpenssh: "",
};
