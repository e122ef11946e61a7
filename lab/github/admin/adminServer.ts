/** The admin API: for the lab and the tests, on loopback only, never on the public listener. */
import http, { type IncomingMessage } from "node:http";
import type { FaultRequest } from "../faults";
import type { SshListener } from "../git/sshListener";
import type { Hub } from "../hub";
import type { Journals } from "../journal";
import { readBody, sendJson } from "../http/body";
import type { ServerCertificate } from "../http/serverCertificate";
import { timestamp } from "../store";
import { openSealed } from "../rest/actionsStore";
import { announce, taggedImages } from "../webhooks/packageEvent";
import { listTokens, putAccount, putToken, removeToken } from "./accounts";
import { putApp, putInstallation } from "./apps";
import { tables } from "./tables";
import type {
    AccountRequest,
    AppRequest,
    DraftRequest,
    HealthAnswer,
    HostKeyAnswer,
    InstallationRequest,
    NewestAnswer,
    SecretQuery,
    TokenRequest,
} from "./wire";

/** Answers one admin request: the value becomes the JSON body. */
type AdminHandler = (body: unknown, url: URL) => unknown;

/** @returns a server that does not listen yet */
export function adminServer(
    hub: Hub,
    ssh: SshListener,
    certificate: ServerCertificate,
): http.Server {
    const handlers = handlersOf(hub, ssh, certificate);
    return http.createServer((request, response) => {
        const url = new URL(request.url ?? "/", "http://admin");
        const handler = handlers[`${request.method ?? "GET"} ${url.pathname}`];
        const answer = handler
            ? Promise.resolve()
                  .then(async () => handler(await jsonBody(request), url))
                  .then((body) => ({ status: 200, body: body ?? {} }))
            : Promise.resolve({ status: 404, body: { error: `no admin route ${url.pathname}` } });
        answer.then(
            ({ status, body }) => {
                sendJson(response, status, body);
            },
            (error: unknown) => {
                const message = error instanceof Error ? error.message : String(error);
                sendJson(response, 400, { error: message });
            },
        );
    });
}

async function jsonBody(request: IncomingMessage): Promise<unknown> {
    const text = (await readBody(request)).toString("utf8");
    return text === "" ? undefined : JSON.parse(text);
}

function handlersOf(
    hub: Hub,
    ssh: SshListener,
    certificate: ServerCertificate,
): Readonly<Record<string, AdminHandler>> {
    const { faults, journals, store } = hub;
    const since = (url: URL) => Number(url.searchParams.get("since") ?? 0);
    const registryEvents: AdminHandler = (body) => ({ sent: announce(hub, taggedImages(body)) });
    return {
        "GET /_lab/healthz": () => health(hub, ssh),
        "GET /_lab/tables": () => tables(hub),
        "POST /_lab/accounts": (body) => {
            putAccount(store, body as AccountRequest);
        },
        "POST /_lab/tokens": (body) => putToken(store, body as TokenRequest),
        "GET /_lab/tokens": () => listTokens(store),
        "DELETE /_lab/tokens": (_, url) => {
            removeToken(store, url.searchParams.get("fingerprint") ?? "");
        },
        "POST /_lab/apps": (body) => putApp(store, body as AppRequest),
        "POST /_lab/installations": (body) => putInstallation(store, body as InstallationRequest),
        "GET /_lab/issued-tokens": (_, url) => journals.issued.since(since(url)),
        "GET /_lab/requests": (_, url) => journals.requests.since(since(url)),
        "DELETE /_lab/requests": () => {
            journals.requests.clear();
        },
        "GET /_lab/git": (_, url) => journals.git.since(since(url)),
        "DELETE /_lab/git": () => {
            journals.git.clear();
        },
        "GET /_lab/deliveries": (_, url) => journals.deliveries.since(since(url)),
        "DELETE /_lab/deliveries": () => {
            journals.deliveries.clear();
        },
        "GET /_lab/newest": () => newest(journals),
        "GET /_lab/violations": () => store.state.violations,
        "DELETE /_lab/violations": () => {
            store.state.violations = [];
            store.save();
        },
        "GET /_lab/faults": () => faults.list(),
        "POST /_lab/faults": (body) => faults.add(body as FaultRequest),
        "DELETE /_lab/faults": () => {
            faults.clear();
        },
        "GET /_lab/host-key": () => hostKeyAnswer(hub, ssh),
        "POST /_lab/host-key": async (body) => {
            await ssh.useOtherKey((body as { other: boolean }).other);
            return hostKeyAnswer(hub, ssh);
        },
        "POST /_lab/certificate": async (body) => {
            await certificate.useOther((body as { other: boolean }).other);
        },
        "POST /_lab/open-secret": async (body) => ({
            value: await openSecret(hub, body as SecretQuery),
        }),
        // REST has no way to do it, and GraphQL is not spoken here.
        "POST /_lab/draft": (body) => {
            setDraft(hub, body as DraftRequest);
        },
        "POST /_lab/registry-events": registryEvents,
        "POST /registry-events": registryEvents,
    };
}

function health(hub: Hub, ssh: SshListener): HealthAnswer {
    const { addresses } = hub;
    return {
        ok: true,
        web: addresses.web,
        api: addresses.api,
        ssh: addresses.ssh("owner/name"),
        sshPort: ssh.port,
    };
}

function newest({ requests, git, deliveries }: Journals): NewestAnswer {
    return { requests: requests.newest, git: git.newest, deliveries: deliveries.newest };
}

function hostKeyAnswer(hub: Hub, ssh: SshListener): HostKeyAnswer {
    const { publicKey } = ssh;
    return { publicKey, knownHosts: `${hub.addresses.knownHost()} ${publicKey}` };
}

/** @throws Error if there is no such secret, or it cannot be opened */
async function openSecret(hub: Hub, query: SecretQuery): Promise<string> {
    const [owner = "", name = ""] = query.repository.split("/");
    const repository = hub.store.repository(owner, name);
    const actions =
        query.environment === undefined
            ? repository?.actions
            : repository?.environments.find((item) => item.name === query.environment)?.actions;
    const secret = actions?.secrets.find((item) => item.name === query.name);
    const value = actions && secret && (await openSealed(actions.sealKey, secret.sealed));
    if (value === undefined) {
        throw new Error(`there is no secret ${query.name} that opens in ${query.repository}`);
    }
    return value;
}

/** @throws Error if there is no such pull request */
function setDraft({ store }: Hub, request: DraftRequest): void {
    const [owner = "", name = ""] = request.repository.split("/");
    const pull = store
        .repository(owner, name)
        ?.pulls.find(({ number, state }) => number === request.number && state === "open");
    if (!pull) {
        throw new Error(`there is no open pull request #${request.number}`);
    }
    pull.draft = request.draft;
    pull.updatedAt = timestamp();
    store.save();
}
