import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { identify } from "../processes/identity";

/** A compressed layer in the cache. */
export interface Layer {
    /** `sha256:…` of the compressed file: how registries name it. */
    readonly digest: string;
    /** `sha256:…` of the tar archive: how image configurations name it. */
    readonly diffId: string;
    readonly size: number;
    readonly file: string;
}

/** The name under which content made from these ingredients is kept. */
export function contentKey(...ingredients: string[]): string {
    return createHash("sha256").update(JSON.stringify(ingredients)).digest("hex").slice(0, 16);
}

/**
 * The layer of this name and key, made when it is not in the cache: `fill` puts files into an empty
 * directory, owners and modes included. The layer appears whole or not at all.
 */
export async function ensureLayer(
    cache: string,
    name: string,
    key: string,
    fill: (directory: string) => Promise<void>,
): Promise<Layer> {
    const home = path.join(cache, `${name}-${key}`);
    const description = path.join(home, "layer.json");
    if (!fs.existsSync(description)) {
        const draft = makeDraft(cache, name);
        const files = path.join(draft, "files");
        fs.mkdirSync(files, { recursive: true });
        await fill(files);
        const layer = await packLayer(files, path.join(draft, "layer.tar.gz"));
        fs.rmSync(files, { recursive: true });
        fs.writeFileSync(path.join(draft, "layer.json"), JSON.stringify(layer));
        fs.rmSync(home, { recursive: true, force: true });
        fs.renameSync(draft, home);
    }
    const layer = JSON.parse(fs.readFileSync(description, "utf8")) as Omit<Layer, "file">;
    return { ...layer, file: path.join(home, "layer.tar.gz") };
}

const DRAFT = /^draft-(\d+)-/;

/** A new directory for something that is not complete yet. */
export function makeDraft(cache: string, name: string): string {
    fs.mkdirSync(cache, { recursive: true });
    return fs.mkdtempSync(path.join(cache, `draft-${process.pid}-${name}-`));
}

/** Removes what programs that were cut off have left. */
export function removeOldDrafts(cache: string): void {
    for (const name of fs.existsSync(cache) ? fs.readdirSync(cache) : []) {
        const maker = DRAFT.exec(name)?.[1];
        if (maker !== undefined && identify(Number(maker)) === undefined) {
            fs.rmSync(path.join(cache, name), { recursive: true, force: true });
        }
    }
}

/** Packs a directory; the same files give the same bytes. */
export async function packLayer(directory: string, file: string): Promise<Omit<Layer, "file">> {
    const order = ["--sort=name", "--mtime=@0", "--numeric-owner", "--format=posix"];
    // Without these the archive would hold the moments at which files were made and read.
    const times = ["--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime"];
    const tar = spawn("tar", [...order, ...times, "-C", directory, "-c", "."], {
        stdio: ["ignore", "pipe", "inherit"],
    });
    const closed = once(tar, "close") as Promise<[number | null]>;
    const plain = createHash("sha256");
    const packed = createHash("sha256");
    // Layers are read a few times and only on this machine: speed matters more than size.
    await pipeline(
        tar.stdout,
        tap(plain),
        createGzip({ level: 1 }),
        tap(packed),
        fs.createWriteStream(file),
    );
    const [code] = await closed;
    if (code !== 0) {
        throw new Error(`tar could not pack ${directory}: exit code ${code ?? "none"}`);
    }
    return {
        digest: `sha256:${packed.digest("hex")}`,
        diffId: `sha256:${plain.digest("hex")}`,
        size: fs.statSync(file).size,
    };
}

/** Passes data on and hashes it. */
function tap(hash: ReturnType<typeof createHash>): PassThrough {
    const stream = new PassThrough();
    stream.on("data", (chunk: Buffer) => hash.update(chunk));
    return stream;
}
