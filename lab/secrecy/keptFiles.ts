import * as fs from "node:fs/promises";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { filesIn } from "./files";
import type { Place } from "./search";

/** Time between two looks; what comes and goes in less is not kept. */
const INTERVAL_MILLISECONDS = 200;

/**
 * Keeps files that their owner deletes, as the kubelet does the logs of pods that go. Each gets a
 * second name, a hard link: what is written to it later is there as well.
 */
export class KeptFiles {
    private readonly ended = new AbortController();
    /** Files that have a second name, and those that were there before. */
    private readonly known = new Set<string>();
    private watching: Promise<void> = Promise.resolve();
    private looking: Promise<void> = Promise.resolve();

    private constructor(
        private readonly from: string,
        private readonly to: string,
    ) {}

    /**
     * Keeps what appears below a directory from now on.
     *
     * @param to directory on the same file system, which is emptied
     */
    static async begin(from: string, to: string): Promise<KeptFiles> {
        await fs.rm(to, { recursive: true, force: true });
        await fs.mkdir(to, { recursive: true });
        const kept = new KeptFiles(from, to);
        for (const { id } of await kept.files()) {
            kept.known.add(id);
        }
        kept.watching = kept.watch();
        return kept;
    }

    /**
     * A place for each of them, with all that is in it now.
     *
     * @param what name that the places begin with: `pod log`
     */
    async places(what: string): Promise<Place[]> {
        await this.look();
        return filesIn(this.to, what);
    }

    /** @throws if it has not kept a file */
    async end(): Promise<void> {
        this.ended.abort();
        await this.watching;
    }

    private async watch(): Promise<void> {
        const { signal } = this.ended;
        while (!signal.aborted) {
            await this.look();
            await sleep(INTERVAL_MILLISECONDS, undefined, { signal }).catch(() => undefined);
        }
    }

    /** One look after the other: what one has found the next takes for kept. */
    private look(): Promise<void> {
        this.looking = this.looking.then(() => this.keepNew());
        return this.looking;
    }

    private async keepNew(): Promise<void> {
        const files = (await this.files()).filter(({ id }) => !this.known.has(id));
        for (const { file, id } of files) {
            this.known.add(id);
            const name = path.join(this.to, id);
            await fs.mkdir(path.dirname(name), { recursive: true });
            await fs.link(file, name).catch(unlessGone);
        }
    }

    /** A log that is rotated gets another name, and is the same file. */
    private async files(): Promise<{ readonly file: string; readonly id: string }[]> {
        const files = (await filesBelow(this.from)).map(async (file) => {
            const stat = await fs.stat(file).catch(unlessGone);
            const folder = path.relative(this.from, path.dirname(file));
            return stat ? [{ file, id: path.join(folder, String(stat.ino)) }] : [];
        });
        return (await Promise.all(files)).flat();
    }
}

async function filesBelow(directory: string): Promise<string[]> {
    const entries = (await fs.readdir(directory, { withFileTypes: true }).catch(unlessGone)) ?? [];
    const found = entries.map(async (entry) => {
        const file = path.join(directory, entry.name);
        if (entry.isDirectory()) {
            return filesBelow(file);
        }
        return entry.isFile() ? [file] : [];
    });
    return (await Promise.all(found)).flat();
}

/** Files go at any time; that is what this is about. */
function unlessGone(error: NodeJS.ErrnoException): undefined {
    if (error.code !== "ENOENT") {
        throw error;
    }
}
