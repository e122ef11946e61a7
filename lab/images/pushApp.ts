import { labPaths, type LabPaths } from "../paths";
import { PackedApp } from "./packedApp";

/** A build of an application to be put into the registry. */
export interface AppBuild {
    /** Image without tag: `ghcr.io/letsgo/letsgo-app-backend`. */
    readonly image: string;
    /** Directory with Dockerfile, go.mod and sources, such as a rendered `apps/backend`. */
    readonly sourceDirectory: string;
    readonly tag: string;
    /** What the program answers as its build: build argument `BUILD_ID`. */
    readonly buildId: string;
    /** Labels of the image, besides those of the Dockerfile. */
    readonly labels?: Readonly<Record<string, string>>;
    /** When the image says it was made, which `newest-build` compares. @default now */
    readonly created?: Date;
    readonly paths?: LabPaths;
    readonly signal?: AbortSignal;
}

export interface PushedApp {
    /** Image with tag. */
    readonly reference: string;
    /** `sha256:…` of the manifest, as in the `imageID` of pods. */
    readonly digest: string;
    /** Wall clock time of compiling with packing, and of pushing. */
    readonly seconds: { readonly compile: number; readonly push: number };
}

/**
 * Builds an application by its Dockerfile, on this machine, and pushes it: what the repository's
 * workflow does with a container builder.
 */
export async function pushApp(build: AppBuild): Promise<PushedApp> {
    const began = performance.now();
    const app = await PackedApp.pack(build.paths ?? labPaths(), build);
    try {
        const packed = performance.now();
        const reference = `${build.image}:${build.tag}`;
        const digest = await app.push(reference, build.created, build.signal, build.labels);
        const pushed = performance.now();
        return {
            reference,
            digest,
            seconds: { compile: (packed - began) / 1000, push: (pushed - packed) / 1000 },
        };
    } finally {
        app.remove();
    }
}
