import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { text } from "node:stream/consumers";
import { ensureCertificates } from "./cluster/certificates";
import { requireLinuxRoot } from "./host";
import { ensureSystemLayers } from "./images/systemImages";
import { removeOldDrafts } from "./images/layers";
import { insideProcess } from "./inside";
import { withLabLock } from "./lock";
import { createNamespaces } from "./network/namespaces";
import { ensurePackages } from "./packages";
import type { Parts } from "./parts/parts";
import { prepareParts } from "./parts/prepare";
import { labPaths, type LabPaths } from "./paths";
import { cgroupMounts, createLabCgroups } from "./processes/cgroups";
import { ensureTools } from "./tools/buildTools";

export interface UpOptions {
    readonly paths?: LabPaths;
    /** Install missing Debian packages. @default true */
    readonly install?: boolean;
    /** Prepare these parts too, for whoever runs the program in the lab. @default none */
    readonly parts?: Parts;
    /** Show nothing; a failure still says all it knows. @default false */
    readonly quiet?: boolean;
    readonly signal?: AbortSignal;
}

/** How long the parts of a start took, in seconds. */
export interface UpTimes {
    /** Packages, tools, image layers, parts: next to nothing when they are there. */
    readonly preparation: number;
    /** From the first namespace to the last service that became ready. */
    readonly start: number;
}

/**
 * Makes the lab run: prepares what it needs, then starts what does not run yet. Calling it again
 * changes nothing; after an interrupt it goes on.
 */
export async function labUp(options: UpOptions = {}): Promise<UpTimes> {
    const paths = options.paths ?? labPaths();
    requireLinuxRoot();
    return withLabLock(async () => {
        const began = performance.now();
        await prepare(paths, options);
        options.signal?.throwIfAborted();
        const prepared = performance.now();
        claimMachine(paths);
        createLabCgroups(cgroupMounts());
        await createNamespaces(paths);
        // Node reads the authorities it trusts when it starts, so they precede what starts the rest.
        await ensureCertificates(paths);
        await bringUp(paths, options);
        return {
            preparation: (prepared - began) / 1000,
            start: (performance.now() - prepared) / 1000,
        };
    });
}

/** Everything that needs the machine's own network: packages, tools, image layers, parts. */
export async function prepare(
    paths: LabPaths,
    options: Pick<UpOptions, "install" | "parts" | "quiet"> = {},
): Promise<void> {
    await ensurePackages(options.install ?? true, (line) => {
        if (options.quiet !== true) {
            process.stderr.write(`lab: ${line}\n`);
        }
    });
    await ensureTools(paths);
    removeOldDrafts(paths.images);
    await ensureSystemLayers(paths);
    if (options.parts !== undefined) {
        await prepareParts(options.parts, paths);
    }
}

/** A name stands for one lab: its namespaces are the same wherever its state is. */
function claimMachine(paths: LabPaths): void {
    const file = ownerFile(paths);
    const owner = labOwner(paths);
    if (owner !== undefined && owner !== paths.home) {
        throw new Error(
            `another lab of this name runs; stop it first, or give this one a name (IMAGE_DRIFT_LAB):\n  IMAGE_DRIFT_HOME=${owner} npm run lab -- down`,
        );
    }
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, paths.home);
    fs.mkdirSync(paths.run, { recursive: true, mode: 0o700 });
}

/** State root of the lab of this name that runs, or did when it was cut off. */
export function labOwner(paths: LabPaths): string | undefined {
    try {
        const owner = fs.readFileSync(ownerFile(paths), "utf8").trim();
        return owner === "" ? undefined : owner;
    } catch {
        return undefined;
    }
}

function ownerFile(paths: LabPaths): string {
    return path.join(paths.runtime, "owner");
}

/** Runs cluster/bringUp.ts inside the lab. */
async function bringUp(paths: LabPaths, options: UpOptions): Promise<void> {
    const program = path.join(paths.project, "lab", "cluster", "bringUp.ts");
    const quiet = options.quiet === true;
    const child = insideProcess(process.execPath, ["--import", "tsx", program], {
        paths,
        cwd: paths.project,
        env: { IMAGE_DRIFT_HOME: paths.home },
        stdio: ["ignore", "inherit", quiet ? "pipe" : "inherit"],
        signal: options.signal,
    });
    const errors = child.stderr === null ? Promise.resolve("") : text(child.stderr);
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0) {
        const said = await errors;
        throw new Error(
            `the lab did not come up${quiet ? `:\n${said}` : ": see above"}\n` +
                "look with `npm run lab -- status` and `logs NAME`; `up` goes on, `down` removes it",
        );
    }
}
