import assert from "node:assert/strict";
import { once } from "node:events";
import * as http from "node:http";
import type { AddressInfo } from "node:net";

import { askOnce, type Outcome, readAnswer, Requests } from "../../../lab/loop/requests";
import { waitFor } from "../../../lab/wait";

const GOOD = JSON.stringify({ app: "backend", build: "b1" });

describe("lab/loop/requests", () => {
    const servers: http.Server[] = [];

    /** A server on loopback, and how many connections it was opened. */
    async function serve(handler: http.RequestListener): Promise<{
        readonly url: string;
        readonly connections: () => number;
        readonly stop: () => Promise<void>;
    }> {
        const server = http.createServer(handler);
        servers.push(server);
        let connections = 0;
        server.on("connection", () => connections++);
        server.listen(0, "127.0.0.1");
        await once(server, "listening");
        const { port } = server.address() as AddressInfo;
        return {
            url: `http://127.0.0.1:${port}/`,
            connections: () => connections,
            stop: async () => {
                server.closeAllConnections();
                server.close();
                await once(server, "close");
            },
        };
    }

    afterEach(() => {
        for (const server of servers.splice(0)) {
            server.closeAllConnections();
            server.close();
        }
    });

    describe("one request", () => {
        const outcome = async (handler: http.RequestListener): Promise<Outcome> =>
            askOnce((await serve(handler)).url, 200);

        it("says which build answered", async () => {
            assert.deepEqual(await outcome((_, response) => response.end(GOOD)), { build: "b1" });
        });

        it("fails with any other status", async () => {
            const unavailable: http.RequestListener = (_, response) => {
                response.writeHead(503).end(GOOD);
            };
            assert.deepEqual(await outcome(unavailable), { failure: "status 503" });
        });

        it("fails when there is no answer in time, or not all of it", async () => {
            const late = { failure: "no answer within 200 ms" };
            assert.deepEqual(await outcome(() => undefined), late);
            assert.deepEqual(await outcome((_, response) => response.write(GOOD)), late);
        });

        it("fails when the connection is refused, or cut off", async () => {
            const { url, stop } = await serve(() => undefined);
            await stop();
            assert.deepEqual(await askOnce(url, 200), { failure: "ECONNREFUSED" });
            const cut = await outcome((request) => request.socket.destroy());
            assert.deepEqual(cut, { failure: "ECONNRESET" });
        });
    });

    describe("an answer", () => {
        it("fails without a build, or when the application could not ask another one", () => {
            assert.deepEqual(readAnswer("<html>"), { failure: "not JSON: <html>" });
            assert.deepEqual(readAnswer('{"app":"x"}'), { failure: 'no build in {"app":"x"}' });
            const asking = { build: "b1", backend: { error: "connection refused" } };
            assert.deepEqual(readAnswer(JSON.stringify(asking)), {
                failure: "it could not ask backend: connection refused",
            });
            const asked = { build: "b1", backend: { app: "backend", build: "b2" } };
            assert.deepEqual(readAnswer(JSON.stringify(asked)), { build: "b1" });
        });
    });

    describe("many requests", () => {
        it("keep their rate whatever the answers take, over a connection each", async () => {
            const waiting: http.ServerResponse[] = [];
            let released = false;
            const slow = await serve((_, response) => {
                if (released) {
                    response.end(GOOD);
                } else {
                    waiting.push(response);
                }
            });
            const quick = await serve((_, response) => response.end(GOOD));
            const requests = new Requests(
                [
                    { service: "slow", url: slow.url },
                    { service: "quick", url: quick.url },
                ],
                { perSecond: 100, timeoutMilliseconds: 5_000, atMostSeconds: 30 },
            );
            await waitFor(
                () =>
                    waiting.length >= 20
                        ? { met: true, value: undefined }
                        : { met: false, state: `${waiting.length} wait` },
                { what: "20 requests at once", deadlineSeconds: 10, intervalMilliseconds: 10 },
            );
            const end = requests.stop();
            released = true;
            for (const response of waiting) {
                response.end(GOOD);
            }
            const asked = await end;
            const count = (service: string) =>
                asked.filter((one) => one.service === service).length;
            assert.ok(count("slow") >= 20, `${count("slow")}`);
            assert.ok(Math.abs(count("slow") - count("quick")) <= 1);
            assert.equal(slow.connections(), count("slow"));
            assert.equal(quick.connections(), count("quick"));
            assert.ok(asked.every((one) => "build" in one && one.build === "b1"));
            const times = asked.map(({ at }) => at);
            assert.deepEqual(
                times,
                [...times].sort((a, b) => a - b),
            );
        });

        it("end by themselves, and say so", async () => {
            const { url, connections } = await serve((_, response) => response.end(GOOD));
            const requests = new Requests([{ service: "backend", url }], { atMostSeconds: 0.2 });
            let before = -1;
            await waitFor(
                () => {
                    const now = connections();
                    const met = now > 0 && now === before;
                    before = now;
                    return met ? { met, value: undefined } : { met, state: `${now} connections` };
                },
                { what: "no more requests", deadlineSeconds: 10, intervalMilliseconds: 300 },
            );
            await assert.rejects(requests.stop(), /ended by itself after 0\.2 s/);
        });
    });
});
