import type { z } from "zod";

/** A configuration key: what it means to people, and how its text becomes a value. */
export interface Key<T> {
    /** What it is, one or two sentences without the allowed values. */
    readonly description: string;
    /** What may be given, in words. */
    readonly allowed: string;
    /** What holds when it is not given, in words; absent if it must be given. */
    readonly default?: string;
    /** Encrypted in the stack file, and never shown. */
    readonly secret?: true;
    /** A value to show in commands; with `path`, of a place within the key: `[0]`, `.backend`. */
    readonly example: { readonly value: string; readonly path?: string };
    /** For structured keys: what may stand in which field, `*` for entries without a fixed name. */
    readonly fields?: Readonly<Record<string, Field>>;
    /** The commands that put it right, where that is not a plain `pulumi config set`. */
    readonly fix?: (setting: Setting) => readonly string[];
    /** From the text the engine hands over: JSON for lists and objects. */
    readonly schema: z.ZodType<T, string>;
}

/** A place within a structured key. */
export interface Field {
    /** What may be given, in words. */
    readonly allowed: string;
    /** A value to show in commands. */
    readonly example: string;
    /** One that fits the entry it is for, where the example does not fit everywhere. */
    readonly fitting?: (place: Place) => string;
}

/** The entry that a field belongs to, as it is written. */
export interface Place {
    readonly stack: string;
    readonly entry: Readonly<Record<string, unknown>>;
    /** Which of the list's entries it is. */
    readonly index: number;
}

/** What a key is given among. */
export interface Setting {
    readonly stack: string;
    /** Text by key, as the engine hands it over. */
    readonly values: Readonly<Record<string, string>>;
}

/** Declares a key; `T` follows from the schema. */
export function key<T>(declaration: Key<T>): Key<T> {
    return declaration;
}
