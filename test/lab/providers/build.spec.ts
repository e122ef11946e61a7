import assert from "node:assert/strict";
import { ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { credentials } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { buildProviders, LAB_PROVIDERS } from "../../../lab/providers/build";
import { installProviders } from "../../../lab/providers/install";

async function portOf(plugin: ChildProcess): Promise<number> {
    const first = await new Promise<Buffer>((resolve, reject) => {
        plugin.stdout?.once("data", resolve);
        plugin.once("exit", () => {
            reject(new Error("the plugin ended before it printed its port"));
        });
    });
    return Number(first.toString());
}

describe("the lab's provider plugins", () => {
    let folder: string;
    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "providers-"));
    });
    after(() => rm(folder, { recursive: true }));

    it("are built once", async () => {
        assert.equal(await buildProviders(folder), true);
        assert.equal(await buildProviders(folder), false);
    });

    it("are entered into a plugin cache, from where they start", async () => {
        await installProviders(folder, join(folder, "home"));
        const cached = (await readdir(join(folder, "home/plugins"))).sort();
        assert.deepEqual(
            cached.map((entry) => entry.replace(/-v\d+\.\d+\.\d+$/, "")),
            LAB_PROVIDERS.map((name) => `resource-${name}`),
        );
        const [, random = ""] = cached;
        const path = join(folder, "home/plugins", random, "pulumi-resource-random");
        const plugin = spawn(path, [], { stdio: ["ignore", "pipe", "inherit"] });
        try {
            assert.ok((await portOf(plugin)) > 0);
        } finally {
            plugin.kill();
        }
    });

    for (const name of LAB_PROVIDERS) {
        it(`${name} starts and says which version it stands for`, async () => {
            const plugin = spawn(join(folder, `pulumi-resource-${name}`), [], {
                stdio: ["ignore", "pipe", "inherit"],
            });
            try {
                const client = new ResourceProviderClient(
                    `127.0.0.1:${await portOf(plugin)}`,
                    credentials.createInsecure(),
                );
                const info = await new Promise<PluginInfo>((resolve, reject) => {
                    client.getPluginInfo(new Empty(), (error, answer) => {
                        if (error === null) {
                            resolve(answer);
                        } else {
                            reject(error);
                        }
                    });
                });
                client.close();
                assert.match(info.getVersion(), /^\d+\.\d+\.\d+\+lab$/);
            } finally {
                plugin.kill();
            }
        });
    }
});
