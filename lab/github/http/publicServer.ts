/** The listener that clients know as GitHub: REST, GraphQL's refusal, and git. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { serveSmartHttp, smartRequest } from "../git/smartHttp";
import { recordViolation, type Hub } from "../hub";
import { routes } from "../rest/routes";
import { sendJson } from "./body";
import { RestApi } from "./restApi";
import { Router } from "./router";

const apiRoot = "/api/v3";

/** @returns the function that answers every request */
export function publicHandler(
    hub: Hub,
): (request: IncomingMessage, response: ServerResponse) => void {
    const rest = new RestApi(hub, new Router(routes));
    return (request, response) => {
        void dispatch(hub, rest, request, response).catch((error: unknown) => {
            const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
            const [method, path] = [request.method ?? "GET", request.url ?? "/"];
            recordViolation(hub, { kind: "defect", method, path, reason });
            if (!response.headersSent) {
                sendJson(response, 500, { message: reason });
            } else {
                response.destroy();
            }
        });
    };
}

async function dispatch(
    hub: Hub,
    rest: RestApi,
    request: IncomingMessage,
    response: ServerResponse,
): Promise<void> {
    const method = request.method ?? "GET";
    const url = new URL(request.url ?? "/", hub.addresses.web);
    if (url.pathname.startsWith(`${apiRoot}/`)) {
        await rest.serve(request, response, url, url.pathname.slice(apiRoot.length));
        return;
    }
    const smart = smartRequest(method, url);
    if (smart) {
        await serveSmartHttp(hub, request, response, smart, url);
        return;
    }
    const path = url.pathname;
    recordViolation(hub, { kind: "unknown", method, path, reason: "no such route" });
    request.resume();
    sendJson(response, 501, { message: `The stand-in cannot answer ${method} ${path}` });
}
