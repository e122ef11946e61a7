import { randomBytes } from "node:crypto";
import type { ImmutableResource } from "../protocol/immutable";
import type { Properties } from "../protocol/values";
import { characterDefaults, checkCharacters, randomText } from "./characters";

/** bcrypt looks at no more than this of a password. */
const BCRYPT_BYTES = 72;
const BCRYPT_COST = 10;

const password: ImmutableResource = {
    defaults: characterDefaults,
    outputs: ["bcryptHash", "result"],
    secrets: ["bcryptHash", "result"],
    check: checkCharacters,
    generate: async (inputs) => {
        const result = randomText(inputs);
        return { id: "none", outputs: { result, bcryptHash: await bcryptHash(result) } };
    },
    // The id of an import is the password itself.
    adopt: (id) => ({ ...characterDefaults, length: id.length, result: id }),
};

const text: ImmutableResource = {
    defaults: characterDefaults,
    outputs: ["result"],
    secrets: [],
    check: checkCharacters,
    generate: (inputs) => {
        const result = randomText(inputs);
        return Promise.resolve({ id: result, outputs: { result } });
    },
    adopt: (id) => ({ ...characterDefaults, length: id.length, result: id }),
};

const identifier: ImmutableResource = {
    defaults: {},
    outputs: ["b64Std", "b64Url", "dec", "hex"],
    secrets: [],
    check: ({ byteLength }) =>
        typeof byteLength === "number" && Number.isInteger(byteLength) && byteLength >= 1
            ? []
            : [
                  {
                      property: "byteLength",
                      reason: "expected byteLength to be an integer of at least 1",
                  },
              ],
    generate: ({ byteLength, prefix }) => {
        const bytes = randomBytes(Number(byteLength));
        return Promise.resolve(identifierOf(bytes, typeof prefix === "string" ? prefix : ""));
    },
    adopt: (id) => {
        const [encoded = "", prefix = ""] = id.split(",").reverse();
        const bytes = Buffer.from(encoded, "base64url");
        return {
            byteLength: bytes.length,
            ...(prefix !== "" && { prefix }),
            ...identifierOf(bytes, prefix).outputs,
        };
    },
};

/** Resources of the package `random`, by type token. */
export const randomResources: Readonly<Record<string, ImmutableResource>> = {
    "random:index/randomId:RandomId": identifier,
    "random:index/randomPassword:RandomPassword": password,
    "random:index/randomString:RandomString": text,
};

function identifierOf(bytes: Buffer, prefix: string): { id: string; outputs: Properties } {
    const hex = bytes.toString("hex");
    return {
        id: bytes.toString("base64url"),
        outputs: {
            b64Std: prefix + bytes.toString("base64"),
            b64Url: prefix + bytes.toString("base64url"),
            dec: prefix + BigInt(`0x${hex}`).toString(),
            hex: prefix + hex,
        },
    };
}

async function bcryptHash(result: string): Promise<string> {
    // Loaded when needed: a plugin that only compares should start at once.
    const { hash } = await import("bcryptjs");
    const bytes = Buffer.from(result, "utf8").subarray(0, BCRYPT_BYTES);
    return await hash(bytes.toString("utf8"), BCRYPT_COST);
}
