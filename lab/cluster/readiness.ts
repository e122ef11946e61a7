import * as http from "node:http";
import * as https from "node:https";
import * as net from "node:net";
import type { Look } from "../wait";

/** Looks whether a service is ready to be used. */
export type ReadinessCheck = () => Promise<Look<undefined>>;

const READY: Look<undefined> = { met: true, value: undefined };

/**
 * Ready when the address answers with the status. The lab's authority must be trusted by Node.
 *
 * @param status 401 where only those get in who sign in
 */
export function answers(url: string, status = 200): ReadinessCheck {
    return async () => {
        const answer = await get(url);
        return answer.status === status ? READY : { met: false, state: describe(answer) };
    };
}

/** Ready when the JSON that the address answers with is as it should be. */
export function answersWith(
    url: string,
    token: () => string,
    test: (body: unknown) => boolean,
    state: (body: unknown) => string,
): ReadinessCheck {
    return async () => {
        const answer = await get(url, { authorization: `Bearer ${token()}` });
        if (answer.status !== 200) {
            return { met: false, state: describe(answer) };
        }
        const body: unknown = JSON.parse(answer.text);
        return test(body) ? READY : { met: false, state: state(body) };
    };
}

/** Ready when something accepts connections on the socket. */
export function listensOn(socket: string): ReadinessCheck {
    return () =>
        new Promise((resolve) => {
            const client = net.connect(socket);
            client.once("connect", () => {
                client.destroy();
                resolve(READY);
            });
            client.once("error", (error) => {
                resolve({ met: false, state: error.message });
            });
        });
}

interface Answer {
    readonly status: number;
    readonly text: string;
}

/** One request without connection reuse; not to be reached counts as an answer with status 0. */
function get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
    const request = url.startsWith("https:") ? https.get : http.get;
    return new Promise((resolve) => {
        const sent = request(url, { headers, agent: false, timeout: 3000 }, (response) => {
            const chunks: Buffer[] = [];
            response.on("data", (chunk: Buffer) => chunks.push(chunk));
            response.on("end", () => {
                resolve({
                    status: response.statusCode ?? 0,
                    text: Buffer.concat(chunks).toString("utf8"),
                });
            });
        });
        sent.on("timeout", () => sent.destroy(new Error("no answer within 3 s")));
        sent.on("error", (error) => {
            resolve({ status: 0, text: error.message });
        });
    });
}

function describe(answer: Answer): string {
    const text = answer.text.trim().slice(0, 500);
    return answer.status === 0 ? text : `status ${answer.status}: ${text}`;
}
