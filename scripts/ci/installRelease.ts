import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** How long a download may take. */
const DEADLINE_MS = 5 * 60 * 1000;

export interface Release {
    readonly version: string;
    /** `linux-x64` */
    readonly platform: string;
    /** Where releases are: a folder a version. */
    readonly releases: string;
    /** SHA-256, hexadecimal, by platform. */
    readonly checksums: Readonly<Record<string, string>>;
}

/**
 * Downloads the release of the Pulumi CLI and unpacks it, if it is what it should be.
 *
 * @param into a directory that is there
 * @returns the directory with the programs
 * @throws Error that names the archive; then nothing has been unpacked
 */
export async function installRelease(release: Release, into: string): Promise<string> {
    const wanted = release.checksums[release.platform];
    if (wanted === undefined) {
        const known = Object.keys(release.checksums).join(", ");
        throw new Error(`no release is pinned for ${release.platform}, only for ${known}`);
    }
    const tag = `v${release.version}`;
    const url = `${release.releases}/${tag}/pulumi-${tag}-${release.platform}.tar.gz`;
    const directory = await mkdtemp(join(into, "pulumi-"));
    const archive = join(directory, "archive.tar.gz");
    try {
        await download(url, archive);
        const found = await checksum(archive);
        if (found !== wanted) {
            throw new Error(`${url} has SHA-256 ${found}, not ${wanted}: it was not unpacked`);
        }
        const unpacked = join(directory, "unpacked");
        await mkdir(unpacked);
        await execute("tar", ["-xzf", archive, "-C", unpacked]);
        const place = join(into, `pulumi-${release.version}`);
        await rm(place, { recursive: true, force: true });
        // The archive holds one folder of this name.
        await rename(join(unpacked, "pulumi"), place);
        return place;
    } finally {
        await rm(directory, { recursive: true, force: true });
    }
}

async function download(url: string, file: string): Promise<void> {
    const answer = await fetch(url, { signal: AbortSignal.timeout(DEADLINE_MS) }).catch(
        (error: unknown) => {
            const { cause } = error as Error;
            const reason = cause instanceof Error ? cause.message : String(error);
            throw new Error(`${url} cannot be fetched: ${reason}`, { cause: error });
        },
    );
    if (!answer.ok || answer.body === null) {
        throw new Error(`${url}: ${answer.status} ${answer.statusText}`);
    }
    await pipeline(Readable.fromWeb(answer.body), createWriteStream(file));
}

async function checksum(file: string): Promise<string> {
    const hash = createHash("sha256");
    await pipeline(createReadStream(file), hash);
    return hash.digest("hex");
}
