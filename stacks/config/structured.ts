import { z } from "zod";

import { EXCESS } from "./fault";

/** `true` or `false`. */
export const flag: z.ZodType<boolean, string> = z
    .enum(["true", "false"], { error: "is neither true nor false" })
    .transform((text) => text === "true");

/** A whole number within bounds. */
export function wholeNumber(least: number, most: number): z.ZodType<number, string> {
    return z
        .string()
        .regex(/^-?\d{1,15}$/, "is not a whole number")
        .transform(Number)
        .pipe(bounded(least, most));
}

/** A number within a structured value, where the CLI writes numbers as numbers. */
export function numberWithin(least: number, most: number) {
    return z
        .union(
            [
                z.number(),
                z
                    .string()
                    .regex(/^\d{1,15}$/)
                    .transform(Number),
            ],
            {
                error: "is not a whole number",
            },
        )
        .pipe(bounded(least, most));
}

function bounded(least: number, most: number) {
    return z
        .number()
        .int("is not a whole number")
        .min(least, `is below ${least}`)
        .max(most, `is above ${most}`);
}

/**
 * Text within a structured value. `pulumi config set --path` turns digits into numbers; those are
 * taken as they were typed, while a fraction (`1.10` has become 1.1) has to be quoted.
 */
export const text = z.union([z.string(), z.int().transform(String)], {
    error: "is not text; put it in quotes",
});

/** A list or an object, which the engine hands over as JSON. */
export function json<T>(what: string, schema: z.ZodType<T>): z.ZodType<T, string> {
    return z
        .string()
        .transform((source, context): unknown => {
            try {
                return JSON.parse(source);
            } catch {
                context.addIssue({ code: "custom", message: `is not ${what}` });
                return z.NEVER;
            }
        })
        .pipe(schema);
}

/** A list without repetition. */
export function listOf<T extends string>(
    what: string,
    entry: z.ZodType<T>,
    { least = 0, most = Infinity }: { readonly least?: number; readonly most?: number } = {},
): z.ZodType<T[], string> {
    return json(
        `a list of ${what}`,
        z
            .array(entry, `is not a list of ${what}`)
            .min(least, least === 1 ? "is empty" : `has fewer than ${least}`)
            .max(most, `has more than ${most}`)
            .superRefine((entries, context) => {
                entries.forEach((one, index) => {
                    if (entries.indexOf(one) < index) {
                        context.addIssue({
                            code: "custom",
                            path: [index],
                            message: "is there twice",
                            params: EXCESS,
                        });
                    }
                });
            }),
    );
}
