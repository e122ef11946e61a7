import { z } from "zod";

/** A token or a password of one word. The messages never repeat it. */
export const token: z.ZodType<string, string> = z
    .string()
    .regex(/^[^\s\p{Cc}]+$/u, "has spaces, line ends or control characters");

/** A user name or password, which may have inner spaces. */
export const credential: z.ZodType<string, string> = z
    .string()
    .regex(/^[^\p{Cc}]+$/u, "has line ends or control characters")
    .refine((value) => value.trim() === value, "begins or ends with a space");
