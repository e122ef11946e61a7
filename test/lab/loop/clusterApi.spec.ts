import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";

import { z } from "zod";

import { ClusterApi, WatchEnded } from "../../../lab/loop/clusterApi";

const PODS = "/api/v1/namespaces/app/pods";
const event = z.object({ type: z.string(), object: z.object({ name: z.string() }) });
const added = (name: string) => `${JSON.stringify({ type: "ADDED", object: { name } })}\n`;

describe("lab/loop/clusterApi", () => {
    const stopped = new AbortController();
    let folder: string;
    let server: http.Server;
    let api: ClusterApi;
    let asked: URL;
    /** What the server does with the answer to a watch. */
    let answer: (response: http.ServerResponse) => void;

    before(async () => {
        server = http.createServer((request, response) => {
            asked = new URL(request.url ?? "", "http://server");
            response.writeHead(200);
            answer(response);
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        folder = fs.mkdtempSync(path.join(os.tmpdir(), "cluster-api-"));
        const file = path.join(folder, "kubeconfig");
        const { port } = server.address() as AddressInfo;
        const config = {
            clusters: [{ cluster: { server: `http://127.0.0.1:${port}` } }],
            users: [{ user: { token: "secret" } }],
        };
        fs.writeFileSync(file, JSON.stringify(config));
        api = await ClusterApi.open(file);
    });

    after(() => {
        server.close();
        server.closeAllConnections();
        fs.rmSync(folder, { recursive: true });
    });

    /** The names of a watch's objects, and how it ended. */
    async function watched(signal = stopped.signal): Promise<[string[], unknown]> {
        const names: string[] = [];
        try {
            for await (const { object } of api.watch(PODS, event, signal)) {
                names.push(object.name);
            }
        } catch (error) {
            return [names, error];
        }
        return [names, undefined];
    }

    it("tells of events until the server ends it, before fetch takes it for dead", async () => {
        answer = (response) => {
            response.end(`${added("one")}${added("two")}`);
        };
        const [names, error] = await watched();
        assert.deepEqual(names, ["one", "two"]);
        assert.ok(error instanceof WatchEnded);
        assert.equal(asked.pathname, PODS);
        assert.ok(Number(asked.searchParams.get("timeoutSeconds")) < 300);
    });

    it("a watch that is cut has ended, as one that the server closes", async () => {
        answer = (response) => {
            response.write(added("one"), () => response.destroy());
        };
        const [names, error] = await watched();
        assert.deepEqual(names, ["one"]);
        assert.ok(error instanceof WatchEnded, String(error));
    });

    it("a failure that the server tells ends it with the server's words", async () => {
        answer = (response) => {
            response.end(`${JSON.stringify({ type: "ERROR", object: { message: "too old" } })}\n`);
        };
        const [, error] = await watched();
        assert.ok(error instanceof WatchEnded);
        assert.match(error.message, /too old/);
    });

    it("stops with the signal's reason", async () => {
        const stop = new AbortController();
        answer = (response) => {
            response.write(added("one"), () => {
                setImmediate(() => {
                    stop.abort(new Error("enough"));
                });
            });
        };
        const [, error] = await watched(stop.signal);
        assert.match(String(error), /enough/);
    });
});
