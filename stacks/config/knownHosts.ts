import { z } from "zod";

const LINE =
    /^(?<hosts>\S+) +(?<type>ssh-(?:ed25519|rsa)|ecdsa-sha2-nistp(?:256|384|521)|sk-\S+) +[A-Za-z0-9+/]+={0,2}( .*)?$/;

/** Lines of a known_hosts file, as `ssh-keyscan` prints them or as a list. */
export const knownHosts: z.ZodType<string[], string> = z
    .string()
    .transform(linesOf)
    .pipe(
        z
            .array(z.string().regex(LINE, "is not a line of a known_hosts file"))
            .min(1, "has no host key"),
    );

/** Whether one of the lines is for the host; a hashed line may be, so it counts. */
export function knows(lines: readonly string[], host: string): boolean {
    return lines.some((line) => {
        const hosts = LINE.exec(line)?.groups?.hosts ?? "";
        return hosts.startsWith("|1|") || hosts.split(",").some((name) => hostOf(name) === host);
    });
}

/** The command that takes the keys from the host itself. */
export function keyScanCommand(stack: string, host: string): string {
    return `ssh-keyscan ${host} | pulumi config set --stack ${stack} knownHosts`;
}

function linesOf(text: string): string[] {
    return listed(text)
        .flatMap((entry) => entry.split("\n"))
        .map((line) => line.trim())
        .filter((line) => line !== "" && !line.startsWith("#"));
}

// A list in the stack file arrives as JSON, a block of text as it is.
function listed(text: string): string[] {
    try {
        return z.array(z.string()).catch([text]).parse(JSON.parse(text));
    } catch {
        return [text];
    }
}

function hostOf(name: string): string {
    return /^\[(.+)\]:\d+$/.exec(name)?.[1] ?? name;
}
