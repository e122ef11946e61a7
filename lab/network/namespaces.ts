import * as fs from "node:fs";
import * as path from "node:path";
import { DEFAULT_LAB, labName } from "../labName";
import type { LabPaths } from "../paths";
import { run } from "../processes/run";
import {
    BRIDGE,
    GIT_ADDRESS,
    INGRESS_ADDRESS,
    NODE_ADDRESS,
    PREFIX_LENGTH,
    REGISTRY_ADDRESS,
} from "./addresses";
import { hostsFile, resolvConf } from "./nameFiles";

/**
 * Directories whose place is fixed in containerd, the CNI plugins or Kubernetes. In the lab's mount
 * namespace they are empty memory file systems, so that nothing of the machine's own is touched and
 * nothing is left there.
 */
const MASKED_DIRECTORIES = [
    "/run/containerd",
    "/run/netns",
    "/var/lib/cni",
    "/var/lib/kubelet",
    "/var/log/containers",
    "/tmp/hostpath_pv",
];

/** Name of the lab's network namespace: all labs use the same addresses, each in its own. */
export const NETWORK_NAMESPACE = labName();

export const networkNamespaceFile = `/run/netns/${NETWORK_NAMESPACE}`;

/** The file that keeps the lab's mount namespace alive. */
export function mountNamespaceFile(paths: LabPaths): string {
    return path.join(paths.runtime, "mnt");
}

/** The command that runs its remaining arguments in the lab's namespaces. */
export function enterNamespaces(paths: LabPaths): string[] {
    return [
        "nsenter",
        `--net=${networkNamespaceFile}`,
        `--mount=${mountNamespaceFile(paths)}`,
        "--",
    ];
}

/** True when both namespaces are there and complete. */
export function namespacesExist(paths: LabPaths): boolean {
    return (
        fs.existsSync(networkNamespaceFile) &&
        isMountPoint(mountNamespaceFile(paths)) &&
        fs.existsSync(readyMarker(paths))
    );
}

/** Makes both namespaces, or completes what an interrupted start left. */
export async function createNamespaces(paths: LabPaths): Promise<void> {
    fs.mkdirSync(paths.runtime, { recursive: true });
    if (namespacesExist(paths)) {
        return;
    }
    await createNetwork();
    await createMounts(paths);
    fs.writeFileSync(readyMarker(paths), "");
}

/** Removes both namespaces and what they needed; their processes must have ended. */
export async function removeNamespaces(paths: LabPaths): Promise<void> {
    for (const mount of [mountNamespaceFile(paths), paths.runtime]) {
        while (isMountPoint(mount)) {
            await run("umount", [mount]);
        }
    }
    if (fs.existsSync(networkNamespaceFile)) {
        await run("ip", ["netns", "delete", NETWORK_NAMESPACE]);
    }
    removeMadeDirectories(paths);
    fs.rmSync(paths.runtime, { recursive: true, force: true });
}

async function createNetwork(): Promise<void> {
    if (!fs.existsSync(networkNamespaceFile)) {
        await run("ip", ["netns", "add", NETWORK_NAMESPACE]);
    }
    // An address that is there already is an error for ip; --force goes on with the next line.
    const addresses = [NODE_ADDRESS, GIT_ADDRESS, REGISTRY_ADDRESS, INGRESS_ADDRESS];
    const lines = [
        "link set lo up",
        `link add ${BRIDGE} type bridge`,
        `link set ${BRIDGE} up`,
        ...addresses.map((address) => `address replace ${address}/${PREFIX_LENGTH} dev ${BRIDGE}`),
        `route replace default dev ${BRIDGE}`,
    ];
    await run("ip", ["-netns", NETWORK_NAMESPACE, "-force", "-batch", "-"], {
        input: lines.join("\n") + "\n",
        accept: [0, 1],
    });
    const present = await run("ip", ["-netns", NETWORK_NAMESPACE, "-4", "-o", "address"]);
    for (const address of addresses) {
        if (!present.stdout.includes(` ${address}/`)) {
            throw new Error(
                `${BRIDGE} in ${NETWORK_NAMESPACE} did not get ${address}:\n${present.stdout}`,
            );
        }
    }
    // Pods reach each other and the node through the node's routing.
    await run("nsenter", [
        `--net=${networkNamespaceFile}`,
        "--",
        "sysctl",
        "-qw",
        "net.ipv4.ip_forward=1",
    ]);
}

async function createMounts(paths: LabPaths): Promise<void> {
    const file = mountNamespaceFile(paths);
    while (isMountPoint(file)) {
        await run("umount", [file]);
    }
    // A mount namespace can be kept by a file only where mounts do not propagate.
    if (!isMountPoint(paths.runtime)) {
        await run("mount", ["--bind", paths.runtime, paths.runtime]);
    }
    await run("mount", ["--make-private", paths.runtime]);

    const missing = MASKED_DIRECTORIES.filter((directory) => !fs.existsSync(directory));
    const made = [...new Set([...madeDirectories(paths), ...missing])];
    fs.writeFileSync(madeDirectoriesFile(paths), made.join("\n"));
    for (const directory of MASKED_DIRECTORIES) {
        fs.mkdirSync(directory, { recursive: true });
    }
    const hosts = path.join(paths.runtime, "hosts");
    const resolv = path.join(paths.runtime, "resolv.conf");
    fs.writeFileSync(hosts, hostsFile());
    fs.writeFileSync(resolv, resolvConf());
    fs.writeFileSync(file, "");
    const script = [
        ...MASKED_DIRECTORIES.map((directory) => `mount -t tmpfs -o mode=755 lab ${directory}`),
        `mount --bind ${hosts} /etc/hosts`,
        `mount --bind ${resolv} /etc/resolv.conf`,
        // The kubelet shares mounts with containers below this namespace, never with the machine.
        "mount --make-rshared /",
    ].join("\n");
    await run("unshare", [`--mount=${file}`, "--propagation", "private", "sh", "-ec", script]);
}

function readyMarker(paths: LabPaths): string {
    return path.join(paths.runtime, "namespaces-ready");
}

/** Remembers which mount points were made, so that `down` removes them. */
function madeDirectoriesFile(paths: Pick<LabPaths, "runtime">): string {
    return path.join(paths.runtime, "made-directories");
}

/** What another lab still mounts over is left, and remembered there: removal would unmount it. */
function removeMadeDirectories(paths: LabPaths): void {
    const made = madeDirectories(paths);
    const [heir] = otherLabs(paths);
    if (heir !== undefined) {
        fs.appendFileSync(madeDirectoriesFile({ runtime: heir }), ["", ...made].join("\n"));
        return;
    }
    for (const directory of made.reverse()) {
        fs.rmSync(directory, { recursive: true, force: true });
    }
}

/** Folders in /run of the other labs of this machine. */
function otherLabs(paths: Pick<LabPaths, "runtime">): string[] {
    const folder = path.dirname(paths.runtime);
    return fs
        .readdirSync(folder)
        .filter((name) => name === DEFAULT_LAB || name.startsWith(`${DEFAULT_LAB}-`))
        .map((name) => path.join(folder, name))
        .filter(
            (lab) => lab !== paths.runtime && fs.existsSync(madeDirectoriesFile({ runtime: lab })),
        );
}

function madeDirectories(paths: LabPaths): string[] {
    try {
        const listed = fs.readFileSync(madeDirectoriesFile(paths), "utf8").split("\n");
        return listed.filter((directory) => MASKED_DIRECTORIES.includes(directory));
    } catch {
        return [];
    }
}

function isMountPoint(file: string): boolean {
    const mounts = fs.readFileSync("/proc/self/mountinfo", "utf8").split("\n");
    return mounts.some((line) => line.split(" ")[4] === file);
}
