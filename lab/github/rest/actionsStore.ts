/** Sealed boxes: secrets are encrypted by clients, with libsodium, to a key of the repository. */
import sodium from "libsodium-wrappers";
import type { ActionsStore, SealKey } from "../model";
import type { Store } from "../store";

const base64 = { encode: (bytes: Uint8Array) => Buffer.from(bytes).toString("base64") };

/** An empty store with a key pair of its own. */
export async function newActionsStore(store: Store): Promise<ActionsStore> {
    await sodium.ready;
    const { publicKey, privateKey } = sodium.crypto_box_keypair();
    const sealKey = {
        id: String(store.newId()),
        publicKey: base64.encode(publicKey),
        privateKey: base64.encode(privateKey),
    };
    return { sealKey, secrets: [], variables: [] };
}

/**
 * Opens a sealed box.
 * @returns nothing if it was not sealed to this key
 */
export async function openSealed(key: SealKey, sealed: string): Promise<string | undefined> {
    await sodium.ready;
    const bytes = (text: string) => new Uint8Array(Buffer.from(text, "base64"));
    try {
        const opened = sodium.crypto_box_seal_open(
            bytes(sealed),
            bytes(key.publicKey),
            bytes(key.privateKey),
        );
        return Buffer.from(opened).toString("utf8");
    } catch {
        return undefined;
    }
}
