/**
 * Image references as registries and the updater take them.
 *
 * @see https://pkg.go.dev/github.com/distribution/reference
 */
import { z } from "zod";

const LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
const HOST = new RegExp(`^${LABEL}(\\.${LABEL})+(:\\d{1,5})?$`);
const COMPONENT = "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*";
const PATH = new RegExp(`^${COMPONENT}(/${COMPONENT})*$`);
const TAG = /^\w[\w.-]{0,127}$/;

/**
 * Host of a registry. The updater takes the first part of an image for a registry only if it has a
 * dot, so `localhost:5000` would be looked for on Docker Hub.
 */
export const registryHost: z.ZodType<string, string> = z
    .string()
    .regex(HOST, "is not a registry host (lower case, with a dot, optional port, no scheme)")
    .refine(hasValidPort, "has a port outside 1 to 65535");

/** A full image repository: host and path, no tag. */
export const imageRepository: z.ZodType<string, string> = z
    .string()
    .superRefine((text, context) => {
        const reason = repositoryFault(text);
        if (reason !== undefined) {
            context.addIssue({ code: "custom", message: reason });
        }
    });

/** A tag. */
export const imageTag: z.ZodType<string, string> = z
    .string()
    .regex(TAG, "is not an image tag (letters, digits, '_', '.', '-', at most 128 characters)");

function repositoryFault(text: string): string | undefined {
    const [host, path] = split(text);
    if (!HOST.test(host) || !hasValidPort(host)) {
        return "does not begin with a registry host (lower case, with a dot)";
    }
    if (path.includes(":") || path.includes("@")) {
        return "has a tag or digest; give the repository only";
    }
    if (!PATH.test(path)) {
        return (
            "is no path a registry takes (lower-case letters and digits, " +
            "separated by '.', '_', '__', '-' or '/')"
        );
    }
    // The limit of the reference grammar is for host and path together.
    return text.length > 255 ? "is longer than 255 characters" : undefined;
}

function split(text: string): [host: string, path: string] {
    const slash = text.indexOf("/");
    return slash < 0 ? ["", text] : [text.slice(0, slash), text.slice(slash + 1)];
}

function hasValidPort(host: string): boolean {
    const port = /:(\d+)$/.exec(host)?.[1];
    return port === undefined || (Number(port) >= 1 && Number(port) <= 65535);
}
