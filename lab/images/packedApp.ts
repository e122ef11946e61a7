import * as fs from "node:fs";
import * as path from "node:path";
import type { LabPaths } from "../paths";
import { readBuildStage } from "./buildStage";
import { readScratchImage, type ScratchImage } from "./dockerfile";
import { makeDraft, packLayer, type Layer } from "./layers";
import { imageArchitecture, type ImageSettings } from "./layout";
import { pushImage } from "./pushImage";
import { runStage } from "./runStage";

/** An application to be compiled. */
export interface AppSource {
    /** Directory with Dockerfile, go.mod and sources, such as a rendered `apps/backend`. */
    readonly sourceDirectory: string;
    /** What the program answers as its build: build argument `BUILD_ID`. */
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
     * Follows an application's Dockerfile on this machine: runs the commands of the stage that
     * compiles, and packs the program as the last stage says. Kept until {@link remove}.
     */
    static async pack(paths: LabPaths, source: AppSource): Promise<PackedApp> {
        const dockerfile = fs.readFileSync(path.join(source.sourceDirectory, "Dockerfile"), "utf8");
        const image = readScratchImage(dockerfile);
        const draft = makeDraft(paths.images, "app");
        try {
            const root = path.join(draft, "root");
            await compile(source, image, dockerfile, draft, path.join(root, image.program));
            const file = path.join(draft, "layer.tar.gz");
            const layer = { ...(await packLayer(root, file)), file };
            return new PackedApp(paths, draft, layer, image.settings);
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
     * @param labels besides those of the Dockerfile
     * @returns `sha256:…` of the manifest, as in the `imageID` of pods
     */
    push(
        reference: string,
        created = new Date(),
        signal?: AbortSignal,
        labels: Readonly<Record<string, string>> = {},
    ): Promise<string> {
        return pushImage(this.paths, {
            image: reference,
            settings: {
                ...this.settings,
                labels: {
                    ...this.settings.labels,
                    ...labels,
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

/** What the stage has made stands where the last one copies it from. */
async function compile(
    { sourceDirectory, buildId, signal }: AppSource,
    { copied }: ScratchImage,
    dockerfile: string,
    draft: string,
    output: string,
): Promise<void> {
    const root = path.join(draft, "stage");
    fs.mkdirSync(root);
    const args = { TARGETOS: "linux", TARGETARCH: imageArchitecture(), BUILD_ID: buildId };
    await runStage({ stage: readBuildStage(dockerfile), sourceDirectory, root, args, signal });
    fs.mkdirSync(path.dirname(output), { recursive: true });
    fs.copyFileSync(path.join(root, copied), output);
}
