import * as fs from "node:fs";
import * as path from "node:path";
import { run } from "../processes/run";
import { imageArchitecture } from "./layout";
import { contentKey, ensureLayer, type Layer } from "./layers";

/**
 * trixie, because Argo CD's copyutil container calls `cp --update=none`, which bookworm's coreutils
 * do not know.
 */
const SUITE = "trixie";
const DEFAULT_MIRROR = "http://deb.debian.org/debian";
const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** What the images' programs call, and what their shell scripts are made of. */
const PACKAGES = [
    ...[
        "base-files",
        "bash",
        "coreutils",
        "dash",
        "diffutils",
        "findutils",
        "gawk",
        "grep",
        "gzip",
        "libc-bin",
        "sed",
        "tar",
    ],
    ...[
        "ca-certificates",
        "git",
        "gpg",
        "gpg-agent",
        "openssh-client",
        "redis-server",
        "tini",
        "tzdata",
    ],
];

/** Documentation, translations, and Perl, which only git's mail commands need. */
const LEFT_OUT = [
    "./usr/share/doc",
    "./usr/share/man",
    "./usr/share/info",
    "./usr/share/locale",
    "./usr/share/perl",
    "./usr/lib/*/perl",
    "./usr/lib/*/perl-base",
    "./usr/lib/*/libperl*",
    "./usr/lib/*/gconv",
    "./usr/include",
];

/**
 * The layer all Debian-based images of the lab share. Packages are unpacked, not installed: no
 * script of theirs runs, nothing is mounted, and an interrupt leaves only files behind.
 *
 * The mirror can be chosen with `IMAGE_DRIFT_DEBIAN_MIRROR`.
 */
export function debianLayer(
    cache: string,
    mirror = process.env.IMAGE_DRIFT_DEBIAN_MIRROR,
): Promise<Layer> {
    const key = contentKey(
        SUITE,
        imageArchitecture(),
        ...PACKAGES,
        ...LEFT_OUT,
        JSON.stringify(FILES),
    );
    return ensureLayer(cache, "debian", key, async (directory) => {
        const work = path.join(path.dirname(directory), "apt");
        const archives = await download(
            work,
            mirror === undefined || mirror === "" ? DEFAULT_MIRROR : mirror,
        );
        for (const archive of archives) {
            await unpack(archive, directory);
        }
        fs.rmSync(work, { recursive: true });
        addFiles(directory);
    });
}

/** Downloads the packages and what they depend on with an apt of its own; returns the files. */
async function download(work: string, mirror: string): Promise<string[]> {
    const archives = path.join(work, "cache", "archives");
    fs.mkdirSync(path.join(work, "state", "lists", "partial"), { recursive: true });
    fs.mkdirSync(path.join(archives, "partial"), { recursive: true });
    fs.writeFileSync(path.join(work, "status"), "");
    fs.writeFileSync(
        path.join(work, "sources.list"),
        `deb [signed-by=${KEYRING}] ${mirror} ${SUITE} main\n`,
    );
    const settings = {
        "Dir::State": path.join(work, "state"),
        "Dir::State::status": path.join(work, "status"),
        "Dir::Cache": path.join(work, "cache"),
        "Dir::Etc::sourcelist": path.join(work, "sources.list"),
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": "/dev/null",
        "APT::Architecture": imageArchitecture(),
        "APT::Architectures": imageArchitecture(),
        "APT::Install-Recommends": "false",
        // apt's own user cannot read a home directory's cache.
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
        "Debug::NoLocking": "true",
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
    await run("apt-get", [...options, "-qq", "update"]);
    await run("apt-get", [...options, "-qq", "--yes", "--download-only", "install", ...PACKAGES]);
    return fs
        .readdirSync(archives)
        .filter((name) => name.endsWith(".deb"))
        .sort()
        .map((name) => path.join(archives, name));
}

async function unpack(archive: string, directory: string): Promise<void> {
    const excluded = LEFT_OUT.map((pattern) => `--exclude=${pattern}`);
    const script = 'dpkg-deb --fsys-tarfile "$1" | tar -x -p --numeric-owner -C "$2" "${@:3}"';
    await run("bash", ["-eo", "pipefail", "-c", script, "unpack", archive, directory, ...excluded]);
}

/** What packages' scripts would have made. */
const FILES: Readonly<Record<string, string>> = {
    "etc/passwd": [
        "root:x:0:0:root:/root:/bin/bash",
        "argocd:x:999:999::/home/argocd:/bin/sh",
        "image-updater:x:1000:1000::/app:/bin/sh",
        "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin",
        "",
    ].join("\n"),
    "etc/group": [
        "root:x:0:",
        "argocd:x:999:",
        "image-updater:x:1000:",
        "nogroup:x:65534:",
        "",
    ].join("\n"),
    "etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
};

function addFiles(directory: string): void {
    for (const [name, text] of Object.entries(FILES)) {
        fs.writeFileSync(path.join(directory, name), text);
    }
    const authorities = path.join(directory, "usr", "share", "ca-certificates", "mozilla");
    const certificates = fs
        .readdirSync(authorities)
        .sort()
        .map((name) => fs.readFileSync(path.join(authorities, name), "utf8"));
    const bundle = path.join(directory, "etc", "ssl", "certs", "ca-certificates.crt");
    fs.mkdirSync(path.dirname(bundle), { recursive: true });
    fs.writeFileSync(bundle, certificates.join(""));
}
