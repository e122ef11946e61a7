/** This machine cannot run the lab; the message says why. */
export class UnsuitableHost extends Error {
    override readonly name = "UnsuitableHost";
}

/** Throws {@link UnsuitableHost} unless this is Linux and we are root. */
export function requireLinuxRoot(
    platform: NodeJS.Platform = process.platform,
    userId: number | undefined = process.getuid?.(),
): void {
    if (platform !== "linux") {
        throw new UnsuitableHost(
            `the lab makes network namespaces and containers with the Linux kernel; this is ${platform}: use a Linux machine or a virtual one`,
        );
    }
    if (userId !== 0) {
        throw new UnsuitableHost(
            `the lab makes network namespaces, mounts and containers, which needs root; this is user ${userId ?? "unknown"}: run it as root, in a virtual machine if you like`,
        );
    }
}
