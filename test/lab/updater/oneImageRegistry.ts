import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import type { RegistryTag } from "./strategyTables";

const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const CONFIG = "application/vnd.oci.image.config.v1+json";

/** A registry on loopback that has one image, with tags that can be changed between two questions. */
export class OneImageRegistry {
    /** Manifests by tag, blobs by digest. */
    private manifests = new Map<string, string>();
    private blobs = new Map<string, string>();

    private constructor(
        private readonly server: Server,
        private readonly image: string,
    ) {}

    /** @param image path below the registry's host: `acme/backend` */
    static async start(image: string): Promise<OneImageRegistry> {
        const server = createServer();
        const registry = new OneImageRegistry(server, image);
        server.on("request", ({ url = "" }, response) => {
            const answer = registry.answer(url.split("?")[0] ?? "");
            response.statusCode = answer ? 200 : 404;
            response.setHeader("content-type", answer?.type ?? "application/json");
            response.end(answer?.body);
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        return registry;
    }

    get url(): string {
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    async stop(): Promise<void> {
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }

    /** The image's tags from now on. */
    has(tags: readonly RegistryTag[]): void {
        this.manifests = new Map();
        this.blobs = new Map();
        for (const { name, built } of tags) {
            const config = JSON.stringify({
                created: built,
                os: "linux",
                architecture: process.arch === "x64" ? "amd64" : process.arch,
                rootfs: { type: "layers", diff_ids: [] },
            });
            const digest = sha256(config);
            this.blobs.set(digest, config);
            const manifest = JSON.stringify({
                schemaVersion: 2,
                mediaType: MANIFEST,
                config: { mediaType: CONFIG, size: config.length, digest },
                layers: [],
            });
            this.manifests.set(name, manifest);
        }
    }

    /** What the updater writes for a tag with its digest. */
    digestOf(tag: string): string {
        return sha256(this.manifests.get(tag) ?? "");
    }

    private answer(path: string): { readonly body: string; readonly type?: string } | undefined {
        const own = `/v2/${this.image}/`;
        if (path === "/v2/") {
            return { body: "{}" };
        }
        if (path === `${own}tags/list`) {
            const tags = [...this.manifests.keys()];
            return { body: JSON.stringify({ name: this.image, tags }) };
        }
        const [, kind, reference = ""] =
            /^(manifests|blobs)\/(.*)$/.exec(path.slice(own.length)) ?? [];
        const body = kind === "blobs" ? this.blobs.get(reference) : this.manifests.get(reference);
        return path.startsWith(own) && body !== undefined
            ? { body, type: kind === "blobs" ? CONFIG : MANIFEST }
            : undefined;
    }
}

function sha256(text: string): string {
    return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
