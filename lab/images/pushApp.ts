import * as fs from "node:fs";
import * as path from "node:path";
import { imageArchitecture } from "./layout";
import { labPaths, type LabPaths } from "../paths";
import { run } from "../processes/run";
import { readScratchImage } from "./dockerfile";
import { makeDraft, packLayer } from "./layers";
import { pushImage } from "./pushImage";

/** A build of an application to be put into the registry. */
export interface AppBuild {
    /** Image without tag: `ghcr.io/letsgo/letsgo-app-backend`. */
    readonly image: string;
    /** Directory with Dockerfile, go.mod and sources, such as a rendered `apps/backend`. */
    readonly sourceDirectory: string;
    readonly tag: string;
    /** What the program answers as its build: set as `main.build` when linking. */
    readonly buildId: string;
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
    /** Wall clock time of compiling, packing and pushing. */
    readonly seconds: { readonly compile: number; readonly push: number };
}

/**
 * Compiles an application's sources on this machine, packs the program as the last stage of its
 * Dockerfile says, and pushes it: what the repository's workflow does with a container builder.
 */
export async function pushApp(build: AppBuild): Promise<PushedApp> {
    const paths = build.paths ?? labPaths();
    const dockerfile = fs.readFileSync(path.join(build.sourceDirectory, "Dockerfile"), "utf8");
    const { program, settings } = readScratchImage(dockerfile);
    const draft = makeDraft(paths.images, "app");
    try {
        const began = performance.now();
        const root = path.join(draft, "root");
        await compile(build, path.join(root, program));
        const compiled = performance.now();
        const file = path.join(draft, "layer.tar.gz");
        const layer = { ...(await packLayer(root, file)), file };
        const reference = `${build.image}:${build.tag}`;
        const digest = await pushImage(paths, {
            image: reference,
            settings,
            layers: [layer],
            created: build.created ?? new Date(),
            signal: build.signal,
        });
        const pushed = performance.now();
        return {
            reference,
            digest,
            seconds: { compile: (compiled - began) / 1000, push: (pushed - compiled) / 1000 },
        };
    } finally {
        fs.rmSync(draft, { recursive: true, force: true });
    }
}

async function compile(build: AppBuild, output: string): Promise<void> {
    const flags = [
        "-trimpath",
        "-buildvcs=false",
        "-ldflags",
        `-s -w -X main.build=${build.buildId}`,
    ];
    await run("go", ["build", ...flags, "-o", output, "."], {
        cwd: build.sourceDirectory,
        env: {
            ...process.env,
            CGO_ENABLED: "0",
            GOOS: "linux",
            GOARCH: imageArchitecture(),
            GOFLAGS: "",
            GOWORK: "off",
        },
        signal: build.signal,
    });
}
