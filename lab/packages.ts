import * as fs from "node:fs";
import * as path from "node:path";
import { run } from "./processes/run";

/** A program of the machine that the lab uses. */
export interface PackageNeed {
    /** Debian package that has it. */
    readonly debianPackage: string;
    /** Commands looked for on PATH, or absolute files; one that is there is enough. */
    readonly anyOf: readonly string[];
}

/** All programs the lab takes from the distribution, Node and Go aside. */
export const PACKAGE_NEEDS: readonly PackageNeed[] = [
    { debianPackage: "ca-certificates", anyOf: ["update-ca-certificates"] },
    { debianPackage: "conntrack", anyOf: ["conntrack"] },
    { debianPackage: "containerd", anyOf: ["containerd"] },
    {
        debianPackage: "containernetworking-plugins",
        anyOf: ["/usr/lib/cni/bridge", "/opt/cni/bin/bridge", "/usr/libexec/cni/bridge"],
    },
    {
        debianPackage: "debian-archive-keyring",
        anyOf: ["/usr/share/keyrings/debian-archive-keyring.gpg"],
    },
    { debianPackage: "docker-registry", anyOf: ["docker-registry"] },
    { debianPackage: "etcd-server", anyOf: ["etcd"] },
    { debianPackage: "git", anyOf: ["git"] },
    { debianPackage: "iproute2", anyOf: ["ip"] },
    { debianPackage: "iptables", anyOf: ["iptables"] },
    { debianPackage: "mount", anyOf: ["mount"] },
    { debianPackage: "nftables", anyOf: ["nft"] },
    { debianPackage: "openssh-client", anyOf: ["ssh-keygen"] },
    { debianPackage: "openssh-server", anyOf: ["/usr/sbin/sshd"] },
    { debianPackage: "openssl", anyOf: ["openssl"] },
    { debianPackage: "procps", anyOf: ["sysctl"] },
    { debianPackage: "runc", anyOf: ["runc"] },
    { debianPackage: "skopeo", anyOf: ["skopeo"] },
    { debianPackage: "util-linux", anyOf: ["nsenter"] },
];

/** Programs are missing, and installing them was not wanted or not possible. */
export class PackagesMissing extends Error {
    override readonly name = "PackagesMissing";
    constructor(packages: readonly string[], reason: string) {
        super(
            `missing Debian packages: ${packages.join(" ")} (${reason}); install them with:\n  ${installCommand(packages)}`,
        );
    }
}

/** The packages whose programs are not on this machine. */
export function missingPackages(
    needs: readonly PackageNeed[] = PACKAGE_NEEDS,
    searchPath = `${process.env.PATH ?? ""}:/usr/local/sbin:/usr/sbin:/sbin`,
): string[] {
    const directories = searchPath.split(":").filter((directory) => directory !== "");
    const isThere = (name: string): boolean =>
        path.isAbsolute(name)
            ? fs.existsSync(name)
            : directories.some((directory) => fs.existsSync(path.join(directory, name)));
    return needs.filter((need) => !need.anyOf.some(isThere)).map((need) => need.debianPackage);
}

export function installCommand(packages: readonly string[]): string {
    return `apt-get update && apt-get install --yes --no-install-recommends ${packages.join(" ")}`;
}

/**
 * Names what is missing and installs it with apt-get.
 *
 * @param install false: only names it, by throwing {@link PackagesMissing}
 */
export async function ensurePackages(install: boolean, say: (line: string) => void): Promise<void> {
    const missing = missingPackages();
    if (missing.length === 0) {
        return;
    }
    if (!install) {
        throw new PackagesMissing(missing, "--no-install");
    }
    if (missingPackages([{ debianPackage: "apt", anyOf: ["apt-get"] }]).length > 0) {
        throw new PackagesMissing(missing, "there is no apt-get on this machine");
    }
    say(`installing Debian packages: ${missing.join(" ")}`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await withoutServices(missing, async () => {
        await run("apt-get", ["--quiet", "update"], { env });
        await run(
            "apt-get",
            ["--quiet", "--yes", "--no-install-recommends", "install", ...missing],
            { env },
        );
    });
    const left = missingPackages();
    if (left.length > 0) {
        throw new PackagesMissing(
            left,
            "apt-get installed them, but their programs are not to be found",
        );
    }
}

/** Services that packages start on installation, on a machine that systemd runs. */
const PACKAGE_SERVICES: Readonly<Record<string, string>> = {
    containerd: "containerd.service",
    "docker-registry": "docker-registry.service",
    "etcd-server": "etcd.service",
    "openssh-server": "ssh.service",
};

/** The lab starts its own: the machine's are kept from starting while they are installed. */
async function withoutServices(
    packages: readonly string[],
    work: () => Promise<void>,
): Promise<void> {
    const units = packages.flatMap((name) => PACKAGE_SERVICES[name] ?? []);
    if (!fs.existsSync("/run/systemd/system") || units.length === 0) {
        await work();
        return;
    }
    await run("systemctl", ["mask", "--runtime", ...units]);
    try {
        await work();
    } finally {
        await run("systemctl", ["unmask", "--runtime", ...units]);
    }
}
