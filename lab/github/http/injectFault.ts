/** Spoils an answer. */
import type { ServerResponse } from "node:http";
import type { Fault } from "../faults";
import { sendJson } from "./body";

/** What would have been answered. */
export interface Outcome {
    status: number;
    body?: unknown;
    headers?: Readonly<Record<string, string>>;
    /** Whose token it was. */
    login?: string;
}

export function injectFault(response: ServerResponse, fault: Fault, outcome: Outcome): void {
    switch (fault.effect) {
        case "status":
            sendJson(
                response,
                fault.status ?? 500,
                fault.body ?? { message: "Injected failure", documentation_url: "" },
                fault.headers,
            );
            return;
        case "hang":
            // Never answered: the connection ends when the client or the stand-in gives up.
            return;
        case "reset":
            response.destroy();
            return;
        case "truncate": {
            const text = JSON.stringify(outcome.body ?? {});
            response.writeHead(outcome.status, {
                "Content-Type": "application/json; charset=utf-8",
                "Content-Length": String(Buffer.byteLength(text)),
            });
            response.write(text.slice(0, text.length / 2), () => response.destroy());
        }
    }
}
