import * as http from "node:http";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import type { Destination } from "./backends";

/** How long a backend may be silent, in milliseconds. */
const SILENCE = 60_000;

/** Belong to one connection, not to the request. @see RFC 9110, section 7.6.1 */
const HOP_BY_HOP = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/**
 * Sends a request on, over a connection of its own: one that is kept would stay with its pod, which
 * may be ending. Says where it came from in `X-Forwarded-…`, whatever the client has said there.
 *
 * @throws Error if the backend cannot be reached or breaks off; nothing, or a part, is answered then
 */
export async function forward(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    { address, port }: Destination,
): Promise<void> {
    // All of it at once, as Ingress controllers do by default: a backend that refuses a request for
    // its headers does not wait for its body, and what is sent to it then is answered by a reset.
    const body = await buffer(request);
    const onward = http.request({
        host: address,
        port,
        method: request.method,
        path: request.url,
        agent: false,
        timeout: SILENCE,
        headers: {
            ...endToEnd(request.headers),
            "x-forwarded-for": request.socket.remoteAddress ?? "",
            "x-forwarded-host": request.headers.host ?? "",
            "x-forwarded-proto": "https",
        },
    });
    onward.on("timeout", () => onward.destroy(new Error(`silent for ${SILENCE / 1000} s`)));
    response.on("close", () => onward.destroy());
    const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
        onward.once("response", resolve);
        onward.on("error", reject);
        onward.end(body);
    });
    response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
    await pipeline(answer, response);
}

/** Headers without those of the connection. */
export function endToEnd(headers: http.IncomingHttpHeaders): http.OutgoingHttpHeaders {
    const named = (headers.connection ?? "").toLowerCase().split(/\s*,\s*/);
    const dropped = new Set([...HOP_BY_HOP, ...named]);
    return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)));
}
