import { randomInt } from "node:crypto";
import type { CheckFailure } from "../protocol/provider";
import type { Properties } from "../protocol/values";

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const NUMERIC = "0123456789";
const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";

/** Inputs that RandomPassword and RandomString share, as they are when left out. */
export const characterDefaults = {
    lower: true,
    minLower: 0,
    minNumeric: 0,
    minSpecial: 0,
    minUpper: 0,
    number: true,
    numeric: true,
    special: true,
    upper: true,
} satisfies Properties;

/** What is wrong with a length and the minimum numbers of characters. */
export function checkCharacters(inputs: Properties): CheckFailure[] {
    const { length } = inputs;
    if (typeof length !== "number" || !Number.isInteger(length) || length < 1) {
        return [{ property: "length", reason: "expected length to be an integer of at least 1" }];
    }
    const minimum = classes(inputs).reduce((sum, { least }) => sum + least, 0);
    if (minimum > length) {
        const reason = `expected length to be at least the sum of the minimums, ${minimum}`;
        return [{ property: "length", reason }];
    }
    if (classes(inputs).every(({ characters }) => characters === "")) {
        return [{ property: "special", reason: "at least one kind of characters is needed" }];
    }
    return [];
}

/** Random text by the inputs of RandomPassword and RandomString, from a cryptographic source. */
export function randomText(inputs: Properties): string {
    const all = classes(inputs);
    const any = all.map(({ characters }) => characters).join("");
    const length = numberOf(inputs["length"]);
    const chosen = all.flatMap(({ characters, least }) => pick(characters, least));
    chosen.push(...pick(any, length - chosen.length));
    return shuffled(chosen).join("");
}

/** `number` is the old name of `numeric`; either of them switches digits off. */
function classes(inputs: Properties): { readonly characters: string; readonly least: number }[] {
    const { lower, minLower, minNumeric, minSpecial, minUpper, number, numeric } = inputs;
    const { overrideSpecial, special, upper } = inputs;
    const specials =
        typeof overrideSpecial === "string" && overrideSpecial !== "" ? overrideSpecial : SPECIAL;
    return [
        { characters: special === false ? "" : specials, least: numberOf(minSpecial) },
        { characters: lower === false ? "" : LOWER, least: numberOf(minLower) },
        { characters: upper === false ? "" : UPPER, least: numberOf(minUpper) },
        {
            characters: numeric === false || number === false ? "" : NUMERIC,
            least: numberOf(minNumeric),
        },
    ].map((entry) => ({ ...entry, least: entry.characters === "" ? 0 : entry.least }));
}

function numberOf(value: Properties[string] | undefined): number {
    return typeof value === "number" ? value : 0;
}

function pick(characters: string, count: number): string[] {
    return Array.from({ length: count }, () => characters.charAt(randomInt(characters.length)));
}

function shuffled(characters: readonly string[]): string[] {
    const result = [...characters];
    for (let i = result.length - 1; i > 0; i--) {
        const j = randomInt(i + 1);
        const [a = "", b = ""] = [result[i], result[j]];
        result[i] = b;
        result[j] = a;
    }
    return result;
}
