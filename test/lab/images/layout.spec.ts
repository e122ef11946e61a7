import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";
import { packLayer } from "../../../lab/images/layers";
import { writeLayout } from "../../../lab/images/layout";
import { inLabRegistry } from "../../../lab/images/pushImage";

const sha256 = (data: Buffer): string =>
    `sha256:${createHash("sha256").update(data).digest("hex")}`;

describe("lab/images", () => {
    let directory: string;

    beforeEach(() => {
        directory = fs.mkdtempSync(path.join(os.tmpdir(), "images-"));
        fs.mkdirSync(path.join(directory, "root", "bin"), { recursive: true });
        fs.writeFileSync(path.join(directory, "root", "bin", "server"), "program", { mode: 0o755 });
    });

    afterEach(() => {
        fs.rmSync(directory, { recursive: true });
    });

    it("packs the same files to the same bytes, and names them by content", async () => {
        const file = path.join(directory, "layer.tar.gz");
        const root = path.join(directory, "root");
        const layer = await packLayer(root, file);
        const packed = fs.readFileSync(file);
        assert.equal(layer.digest, sha256(packed));
        assert.equal(layer.diffId, sha256(gunzipSync(packed)));
        assert.equal(layer.size, packed.length);

        fs.utimesSync(path.join(root, "bin", "server"), 1, 1);
        assert.deepEqual(await packLayer(root, path.join(directory, "again")), layer);
        fs.writeFileSync(path.join(root, "bin", "server"), "another program");
        assert.notEqual(
            (await packLayer(root, path.join(directory, "other"))).digest,
            layer.digest,
        );
    });

    it("writes a layout in which every name is the digest of its content", async () => {
        const file = path.join(directory, "layer.tar.gz");
        const layer = { ...(await packLayer(path.join(directory, "root"), file)), file };
        const layout = path.join(directory, "layout");
        const settings = { entrypoint: ["/bin/server"], user: "1:1", exposedPorts: ["8080/tcp"] };
        const digest = writeLayout(layout, settings, [layer], new Date(0));
        const blobs = path.join(layout, "blobs", "sha256");
        const contents = new Map(
            fs
                .readdirSync(blobs)
                .map((name) => [`sha256:${name}`, fs.readFileSync(path.join(blobs, name))]),
        );
        for (const [name, content] of contents) {
            assert.equal(name, sha256(content));
        }
        const read = (name: string): unknown => JSON.parse(String(contents.get(name)));
        const manifest = read(digest) as {
            config: { digest: string };
            layers: { digest: string }[];
        };
        assert.deepEqual(
            manifest.layers.map((each) => each.digest),
            [layer.digest],
        );
        const image = read(manifest.config.digest) as Record<string, unknown>;
        assert.equal(image.created, "1970-01-01T00:00:00.000Z");
        assert.deepEqual(image.rootfs, { type: "layers", diff_ids: [layer.diffId] });
        assert.deepEqual(image.config, {
            User: "1:1",
            ExposedPorts: { "8080/tcp": {} },
            Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
            Entrypoint: ["/bin/server"],
        });
    });

    it("knows where the lab's registry keeps an image of another host", () => {
        assert.equal(inLabRegistry("ghcr.io/o/r:v1"), "registry.lab:5000/o/r:v1");
        assert.equal(
            inLabRegistry("registry.lab:5000/lab/pause:1"),
            "registry.lab:5000/lab/pause:1",
        );
        assert.throws(() => inLabRegistry("redis:8"), /registry's host/);
        assert.throws(() => inLabRegistry("library/redis:8"), /registry's host/);
    });
});
