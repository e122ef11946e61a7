import * as fs from "node:fs";
import * as path from "node:path";
import type { LabPaths } from "../paths";
import { run } from "../processes/run";
import { readScratchImage } from "./dockerfile";
import { makeDraft, packLayer, type Layer } from "./layers";
import { imageArchitecture, type ImageSettings } from "./layout";
import { pushImage } from "./pushImage";

/** An application to be compiled. */
export interface AppSource {
    /** Directory with Dockerfile, go.mod and sources, such as a rendered `apps/backend`. */
    readonly sourceDirectory: string;
    /** What the program answers as its build: set as `main.build` when linking. */
    readonly buildId: string;
    readonly signal?: AbortSignal;
}

/** A compiled application that can be pushed under any number of names. */
export class PackedApp {
    private constructor(
        private readonly paths: LabPaths,
        private readonly draft: string,
        private readonly layer: Layer,
        private readonly settings: ImageSettings,
    ) {}

    /**
     * Compiles an application's sources on this machine, and packs the program as the last stage of
     * its Dockerfile says. Kept until {@link remove}.
     */
    static async pack(paths: LabPaths, source: AppSource): Promise<PackedApp> {
        const dockerfile = fs.readFileSync(path.join(source.sourceDirectory, "Dockerfile"), "utf8");
        const { program, settings } = readScratchImage(dockerfile);
        const draft = makeDraft(paths.images, "app");
        try {
            const root = path.join(draft, "root");
            await compile(source, path.join(root, program));
            const file = path.join(draft, "layer.tar.gz");
            const layer = { ...(await packLayer(root, file)), file };
            return new PackedApp(paths, draft, layer, settings);
        } catch (error) {
            fs.rmSync(draft, { recursive: true, force: true });
            throw error;
        }
    }

    /**
     * Pushes it under a name with a tag. Each push makes an image of its own: what it says of its
     * making differs, and so does its digest, also under the same name.
     *
     * @param created when the image says it was made, which `newest-build` compares
     * @returns `sha256:…` of the manifest, as in the `imageID` of pods
     */
    push(reference: string, created = new Date(), signal?: AbortSignal): Promise<string> {
        return pushImage(this.paths, {
            image: reference,
            settings: {
                ...this.settings,
                labels: {
                    ...this.settings.labels,
                    "org.opencontainers.image.ref.name": reference,
                },
            },
            layers: [this.layer],
            created,
            signal,
        });
    }

    /** Removes what {@link pack} has made. What was pushed stays in the registry. */
    remove(): void {
        fs.rmSync(this.draft, { recursive: true, force: true });
    }
}

async function compile(source: AppSource, output: string): Promise<void> {
    const flags = [
        "-trimpath",
        "-buildvcs=false",
        "-ldflags",
        `-s -w -X main.build=${source.buildId}`,
    ];
    await run("go", ["build", ...flags, "-o", output, "."], {
        cwd: source.sourceDirectory,
        env: {
            ...process.env,
            CGO_ENABLED: "0",
            GOOS: "linux",
            GOARCH: imageArchitecture(),
            GOFLAGS: "",
            GOWORK: "off",
        },
        signal: source.signal,
    });
}
