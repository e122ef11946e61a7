/** Names as Kubernetes and GitHub take them. */
import { z } from "zod";

/** A DNS label that begins with a letter, as a Service's name must. */
export function dnsLabel(longest = 63) {
    return z
        .string()
        .regex(
            /^[a-z]([a-z0-9-]*[a-z0-9])?$/,
            "is not a DNS label (lower-case letters, digits and inner hyphens, a letter first)",
        )
        .max(longest, `is longer than ${longest} characters`);
}

/** A name of several labels: Secrets, storage classes, ingress classes. */
export const dnsSubdomain: z.ZodType<string, string> = z
    .string()
    .regex(
        /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
        "is not a DNS name (lower-case letters, digits, inner hyphens and dots)",
    )
    .max(253, "is longer than 253 characters");

/** A host name of at least two labels, without scheme, port and path: no address. */
export const hostName: z.ZodType<string, string> = z
    .string()
    .regex(
        /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/,
        "is not a host name (lower case, with a dot, without scheme, port or path)",
    )
    .max(253, "is longer than 253 characters")
    // No top-level domain begins with a digit: this is an IP address, which no Ingress takes.
    .refine((name) => !/\.\d[^.]*$/.test(name), "is an IP address")
    .refine((name) => !name.endsWith(".localhost"), "is this machine, whichever that is");

/**
 * A GitHub user or organisation. Accounts managed by an enterprise end in `_shortcode`.
 *
 * @see https://docs.github.com/en/enterprise-cloud@latest/admin/identity-and-access-management
 */
export const githubOwner: z.ZodType<string, string> = z
    .string()
    .regex(
        /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*(_[A-Za-z0-9]+)?$/,
        "is no GitHub name (letters, digits and single inner hyphens)",
    )
    .max(39, "is longer than 39 characters");

/** A repository name that GitHub takes as it is: it replaces other characters by hyphens. */
export const githubRepository: z.ZodType<string, string> = z
    .string()
    .regex(/^[A-Za-z0-9._-]+$/, "has characters other than letters, digits, '.', '_' and '-'")
    .max(100, "is longer than 100 characters")
    .refine((name) => name !== "." && name !== "..", "is reserved")
    .refine((name) => !/\.(git|wiki)$/i.test(name), "ends in .git or .wiki, which GitHub reserves");
