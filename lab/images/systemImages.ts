import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { PAUSE_IMAGE } from "../cluster/nodeConfiguration";
import type { LabPaths } from "../paths";
import { run } from "../processes/run";
import { moduleDirectory, toolFile } from "../tools/toolPath";
import { ARGO_CD_VERSION, IMAGE_UPDATER_VERSION, TOOL_BUILDS } from "../tools/toolTable";
import { debianLayer } from "./debianLayer";
import { contentKey, ensureLayer, type Layer } from "./layers";
import type { ImageSettings } from "./layout";
import { pushImage } from "./pushImage";

/** An image of the lab, under the name by which charts and containerd know it. */
export interface SystemImage {
    readonly image: string;
    readonly settings: ImageSettings;
    readonly layers: (cache: SystemLayers) => readonly Layer[];
}

type SystemLayers = Readonly<
    Record<"debian" | "pause" | "renderers" | "argocd" | "updater", Layer>
>;

const TINI = "/usr/bin/tini";

export const SYSTEM_IMAGES: readonly SystemImage[] = [
    {
        image: PAUSE_IMAGE,
        settings: { entrypoint: ["/pause"], user: "65535:65535" },
        layers: ({ pause }) => [pause],
    },
    {
        // Debian's redis under the name that the pinned Argo CD's manifests give.
        image: "ecr-public.aws.com/docker/library/redis:8.2.3-alpine",
        settings: {
            entrypoint: ["/usr/bin/redis-server"],
            user: "999",
            workingDirectory: "/tmp",
            exposedPorts: ["6379/tcp"],
        },
        layers: ({ debian }) => [debian],
    },
    {
        image: `quay.io/argoproj/argocd:v${ARGO_CD_VERSION}`,
        settings: {
            entrypoint: [TINI, "--"],
            user: "999",
            workingDirectory: "/home/argocd",
            env: { USER: "argocd", GRPC_ENABLE_TXT_SERVICE_CONFIG: "false" },
        },
        layers: ({ debian, renderers, argocd }) => [debian, renderers, argocd],
    },
    {
        image: `quay.io/argoprojlabs/argocd-image-updater:v${IMAGE_UPDATER_VERSION}`,
        settings: { entrypoint: [TINI, "--", "/manager"], user: "1000", workingDirectory: "/app" },
        layers: ({ debian, updater }) => [debian, updater],
    },
];

/** Makes the layers of all system images that are not in the cache; needs the tools. */
export async function ensureSystemLayers(paths: LabPaths): Promise<SystemLayers> {
    const [debian, pause, renderers, argocd, updater] = await Promise.all([
        debianLayer(paths.images),
        binaryLayer(paths, "pause", { pause: "/pause" }),
        binaryLayer(paths, "renderers", {
            helm: "/usr/local/bin/helm",
            kustomize: "/usr/local/bin/kustomize",
        }),
        argoCdLayer(paths),
        updaterLayer(paths),
    ]);
    return { debian, pause, renderers, argocd, updater };
}

/** Puts the system images into the lab's registry. To be called from inside the lab. */
export async function pushSystemImages(paths: LabPaths, signal?: AbortSignal): Promise<string> {
    const layers = await ensureSystemLayers(paths);
    for (const { image, settings, layers: choose } of SYSTEM_IMAGES) {
        // The same bytes each time: the moment of creation is nobody's business here.
        await pushImage(paths, {
            image,
            settings,
            layers: choose(layers),
            created: new Date(0),
            signal,
        });
    }
    return `${SYSTEM_IMAGES.length} images`;
}

/** Argo CD's one program under its many names, the scripts around it, and its directories. */
function argoCdLayer(paths: LabPaths): Promise<Layer> {
    const binary = toolFile(paths, "argocd");
    const names = [
        "server",
        "repo-server",
        "cmp-server",
        "application-controller",
        "dex",
        "notifications",
        "applicationset-controller",
        "k8s-auth",
        "commit-server",
    ];
    return ensureLayer(paths.images, "argocd", contentKey(binary, "1"), async (directory) => {
        const bin = path.join(directory, "usr", "local", "bin");
        install(binary, path.join(bin, "argocd"));
        for (const name of names) {
            fs.symlinkSync("/usr/local/bin/argocd", path.join(bin, `argocd-${name}`));
        }
        const sources = await moduleSources("github.com/argoproj/argo-cd/v3");
        for (const script of [
            "entrypoint.sh",
            "hack/gpg-wrapper.sh",
            "hack/git-verify-wrapper.sh",
        ]) {
            install(path.join(sources, script), path.join(bin, path.basename(script)));
        }
        const config = path.join(directory, "app", "config");
        for (const name of ["ssh", "tls", "gpg/source", "gpg/keys"]) {
            fs.mkdirSync(path.join(config, name), { recursive: true });
        }
        fs.writeFileSync(path.join(config, "ssh", "ssh_known_hosts"), "");
        fs.mkdirSync(path.join(directory, "etc", "ssh"), { recursive: true });
        fs.symlinkSync(
            "/app/config/ssh/ssh_known_hosts",
            path.join(directory, "etc/ssh/ssh_known_hosts"),
        );
        fs.chownSync(path.join(config, "gpg", "keys"), 999, 999);
        fs.chmodSync(path.join(config, "gpg", "keys"), 0o700);
        const home = path.join(directory, "home", "argocd");
        fs.mkdirSync(home, { recursive: true });
        fs.chownSync(home, 999, 0);
        fs.chmodSync(home, 0o775);
    });
}

function updaterLayer(paths: LabPaths): Promise<Layer> {
    const binary = toolFile(paths, "argocd-image-updater");
    return ensureLayer(paths.images, "updater", contentKey(binary, "1"), async (directory) => {
        install(binary, path.join(directory, "manager"));
        const sources = await moduleSources("github.com/argoproj-labs/argocd-image-updater");
        install(
            path.join(sources, "hack", "git-ask-pass.sh"),
            path.join(directory, "usr", "local", "bin", "git-ask-pass.sh"),
        );
        fs.mkdirSync(path.join(directory, "app", "config"), { recursive: true });
        fs.chownSync(path.join(directory, "app"), 1000, 1000);
    });
}

/** A layer of tools; `places` says where each goes. */
function binaryLayer(
    paths: LabPaths,
    name: string,
    places: Readonly<Record<string, string>>,
): Promise<Layer> {
    const files = Object.entries(places).map(
        ([tool, place]) => [toolFile(paths, tool), place] as const,
    );
    return ensureLayer(paths.images, name, contentKey(...files.flat()), (directory) => {
        for (const [file, place] of files) {
            install(file, path.join(directory, place));
        }
        return Promise.resolve();
    });
}

function install(from: string, to: string): void {
    fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.copyFileSync(from, to);
    fs.chmodSync(to, 0o755);
}

/** The directory with the sources of a module that the cluster's tools are built from. */
async function moduleSources(module: string): Promise<string> {
    const build = TOOL_BUILDS.find((candidate) => candidate.module === "cluster");
    if (build === undefined) {
        throw new Error("no build uses the module cluster");
    }
    const { stdout } = await run("go", ["mod", "download", "-json", module], {
        cwd: moduleDirectory(build),
        env: { ...process.env, GOFLAGS: "", GOWORK: "off" },
    });
    return z.object({ Dir: z.string() }).parse(JSON.parse(stdout)).Dir;
}
