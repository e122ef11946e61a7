/** Reads requests and writes answers. */
import type { IncomingMessage, ServerResponse } from "node:http";

/** GitHub takes no more in one request than this. */
const limit = 100 * 1024 * 1024;

/** @throws Error when the request is too long or breaks off */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length > limit) {
            throw new Error(`request body longer than ${limit} bytes`);
        }
        chunks.push(chunk);
    }
    return Buffer.concat(chunks);
}

/** Sends JSON, or nothing when there is no body. */
export function sendJson(
    response: ServerResponse,
    status: number,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
): void {
    const text = body === undefined ? "" : JSON.stringify(body);
    response.writeHead(status, {
        ...(text === "" ? {} : { "Content-Type": "application/json; charset=utf-8" }),
        ...(status === 204 ? {} : { "Content-Length": String(Buffer.byteLength(text)) }),
        ...headers,
    });
    response.end(text);
}
