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

/**
 * A user name that goes with a password as `user:password`: in Basic authentication (RFC 7617), in
 * Docker's format and in the updater's, each of which is split at the first colon.
 */
export const userName: z.ZodType<string, string> = credential.refine(
    (value) => !value.includes(":"),
    "has a colon, where a registry, the kubelet and the updater take the password to begin",
);
