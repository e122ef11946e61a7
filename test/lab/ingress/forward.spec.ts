import assert from "node:assert/strict";
import { once } from "node:events";
import * as http from "node:http";
import * as net from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

import { endToEnd, forward } from "../../../lab/ingress/forward";

describe("lab/ingress/forward", () => {
    let servers: http.Server[] = [];

    afterEach(() => {
        servers.forEach((server) => {
            server.closeAllConnections();
            server.close();
        });
        servers = [];
    });

    async function serve(handler: http.RequestListener): Promise<number> {
        const server = http.createServer(handler);
        servers.push(server);
        server.listen(0, "127.0.0.1");
        await once(server, "listening");
        return (server.address() as net.AddressInfo).port;
    }

    /** A proxy in front of a backend; its URL, and why the last request failed. */
    async function proxy(port: number) {
        const failed: { why?: string } = {};
        const own = await serve((request, response) => {
            forward(request, response, { address: "127.0.0.1", port }).catch((error: unknown) => {
                failed.why = (error as Error).message;
                response.destroy();
            });
        });
        return { url: `http://127.0.0.1:${own}`, failed };
    }

    it("hands on method, path with query, body and headers, and the answer", async () => {
        const port = await serve((request, response) => {
            void text(request).then((body) => {
                const { method, url, headers } = request;
                response.writeHead(201, { "x-backend": "yes", "set-cookie": ["a=1", "b=2"] });
                response.end(JSON.stringify({ method, url, headers, body }));
            });
        });
        const { url } = await proxy(port);
        const answer = await fetch(`${url}/webhook?type=ghcr.io`, {
            method: "POST",
            body: '{"action":"published"}',
            headers: { "x-hub-signature-256": "sha256=0", "x-forwarded-for": "1.2.3.4" },
        });
        assert.equal(answer.status, 201);
        assert.equal(answer.headers.get("x-backend"), "yes");
        assert.deepEqual(answer.headers.getSetCookie(), ["a=1", "b=2"]);
        const seen = (await answer.json()) as {
            method: string;
            url: string;
            headers: Record<string, string>;
            body: string;
        };
        assert.equal(seen.method, "POST");
        assert.equal(seen.url, "/webhook?type=ghcr.io");
        assert.equal(seen.body, '{"action":"published"}');
        assert.equal(seen.headers["x-hub-signature-256"], "sha256=0");
        assert.equal(seen.headers["host"], url.replace("http://", ""));
        assert.equal(seen.headers["x-forwarded-for"], "127.0.0.1");
        assert.equal(seen.headers["x-forwarded-proto"], "https");
    });

    it("sends a request with its whole body: a backend may not wait for the rest", async () => {
        // Answers what it has read at once, and resets the connection if that was not all.
        const backend = net.createServer((socket) => {
            socket.once("data", (data) => {
                if (data.toString().endsWith('"published"}')) {
                    socket.end("HTTP/1.1 400 Bad Request\r\ncontent-length: 7\r\n\r\nrefused");
                } else {
                    socket.resetAndDestroy();
                }
            });
        });
        backend.listen(0, "127.0.0.1");
        await once(backend, "listening");
        try {
            const { url, failed } = await proxy((backend.address() as net.AddressInfo).port);
            const request = http.request(url, { method: "POST" });
            request.write('{"action":');
            await sleep(100);
            request.end('"published"}');
            const [answer] = (await once(request, "response")) as [http.IncomingMessage];
            assert.deepEqual([answer.statusCode, await text(answer)], [400, "refused"]);
            assert.equal(failed.why, undefined);
        } finally {
            backend.close();
        }
    });

    it("fails when the backend is gone, or breaks off", async () => {
        const port = await serve((_request, response) => {
            response.writeHead(200, { "content-length": "100" }).write("half", () => {
                response.destroy();
            });
        });
        const breaking = await proxy(port);
        await assert.rejects(fetch(breaking.url).then((answer) => answer.text()));

        const closed = servers.at(0);
        closed?.closeAllConnections();
        closed?.close();
        await assert.rejects(fetch(breaking.url));
        assert.match(breaking.failed.why ?? "", /ECONNREFUSED/);
    });

    it("keeps the headers of a connection to itself", () => {
        const kept = endToEnd({
            connection: "close, X-Hop",
            "x-hop": "1",
            upgrade: "websocket",
            "transfer-encoding": "chunked",
            accept: "*/*",
        });
        assert.deepEqual(kept, { accept: "*/*" });
    });
});
