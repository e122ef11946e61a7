import { createServer, IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { mergeValues } from "../../../../lab/providers/kubernetes/helm/release";
import {
    isProperties,
    objectAt,
    Properties,
    textAt,
    Value,
} from "../../../../lab/providers/protocol/values";

/** One request that the server saw. */
export interface SeenRequest {
    readonly method: string;
    readonly path: string;
    readonly query: Readonly<Record<string, string>>;
    readonly contentType: string;
    readonly body: Properties;
}

const RESOURCES: Readonly<
    Record<string, readonly [name: string, kind: string, namespaced: boolean][]>
> = {
    v1: [
        ["namespaces", "Namespace", false],
        ["secrets", "Secret", true],
        ["services", "Service", true],
        ["endpoints", "Endpoints", true],
    ],
    "networking.k8s.io/v1": [
        ["ingresses", "Ingress", true],
        ["networkpolicies", "NetworkPolicy", true],
    ],
};

const ARGO: typeof RESOURCES = {
    "argoproj.io/v1alpha1": [
        ["applications", "Application", true],
        ["appprojects", "AppProject", true],
    ],
    "argocd-image-updater.argoproj.io/v1alpha1": [["imageupdaters", "ImageUpdater", true]],
};

/** A Kubernetes API of the kinds the program registers, over plain HTTP, in this process. */
export class FakeApiServer {
    readonly seen: SeenRequest[] = [];
    /** Objects by URL path. */
    readonly objects = new Map<string, Properties>();
    /** Objects that finalizers keep when they are deleted. */
    keepsDeleted = false;
    /** Whether the CustomResourceDefinitions are there. */
    hasCustomKinds = true;
    /** Answers instead of the ordinary ones: status code and `Status` object. */
    readonly refusals = new Map<string, readonly [code: number, status: Properties]>();

    private readonly watchers = new Set<{ path: string; name: string; response: ServerResponse }>();
    private readonly server = createServer((request, response) => {
        void this.handle(request, response);
    });
    private version = 100;
    /** Every change, so that a watch begins where the list before it ended. */
    private readonly history: {
        version: number;
        path: string;
        type: string;
        object: Properties;
    }[] = [];

    async start(): Promise<string> {
        await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    async stop(): Promise<void> {
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }

    /** Writes, as a controller would, and tells watchers. */
    put(path: string, object: Properties): Properties {
        const stored = this.complete(object);
        const type = this.objects.has(path) ? "MODIFIED" : "ADDED";
        this.objects.set(path, stored);
        this.tell(path, type, stored);
        return stored;
    }

    remove(path: string): void {
        const object = this.objects.get(path);
        this.objects.delete(path);
        this.version++;
        if (object !== undefined) {
            this.tell(path, "DELETED", object);
        }
    }

    /** Stores it, and does at once what the program's Applications wait for. */
    private makeAndSync(path: string, object: Properties): Properties {
        const made = this.put(path, object);
        const awaited = textAt(object, "metadata", "annotations", "pulumi.com/waitFor");
        if (awaited === "jsonpath={.status.sync.status}=Synced") {
            this.put(path, { ...made, status: { sync: { status: "Synced" } } });
        }
        return made;
    }

    private complete(object: Properties): Properties {
        const metadata = objectAt(object, "metadata");
        return {
            ...object,
            metadata: {
                uid: `uid-${textAt(metadata, "name")}`,
                creationTimestamp: "2026-01-01T00:00:00Z",
                ...metadata,
                resourceVersion: String(this.version++),
            },
        };
    }

    private tell(path: string, type: string, object: Properties): void {
        this.history.push({ version: this.version, path, type, object });
        for (const watcher of this.watchers) {
            if (
                watcher.path === parent(path) &&
                ["", textAt(object, "metadata", "name")].includes(watcher.name)
            ) {
                watcher.response.write(`${JSON.stringify({ type, object })}\n`);
            }
        }
    }

    private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const url = new URL(request.url ?? "/", "http://localhost");
        const query = Object.fromEntries(url.searchParams);
        const parts: Buffer[] = [];
        for await (const part of request) {
            parts.push(part as Buffer);
        }
        const text = Buffer.concat(parts).toString("utf8");
        const body = objectAt({ body: text === "" ? {} : (JSON.parse(text) as Value) }, "body");
        const method = request.method ?? "GET";
        const path = decodeURIComponent(url.pathname);
        const contentType = request.headers["content-type"] ?? "";
        if (query["watch"] === "true") {
            const name = (query["fieldSelector"] ?? "").replace("metadata.name=", "");
            const watcher = { path, name, response };
            this.watchers.add(watcher);
            response.on("close", () => this.watchers.delete(watcher));
            response.writeHead(200).flushHeaders();
            for (const change of this.history) {
                const isNewer = change.version > Number(query["resourceVersion"] ?? "0");
                const isNamed = ["", textAt(change.object, "metadata", "name")].includes(name);
                if (isNewer && isNamed && parent(change.path) === path) {
                    const { type, object } = change;
                    response.write(`${JSON.stringify({ type, object })}\n`);
                }
            }
            return;
        }
        this.seen.push({ method, path, query, contentType, body });
        const [code, answer] =
            this.refusals.get(`${method} ${path}`) ?? this.answer(method, path, query, body);
        response.writeHead(code, { "content-type": "application/json" });
        response.end(JSON.stringify(answer));
    }

    private answer(
        method: string,
        path: string,
        query: Readonly<Record<string, string>>,
        body: Properties,
    ): readonly [number, Properties] {
        const groupVersion = /^\/(?:api|apis)\/(.+)$/.exec(path)?.[1] ?? "";
        const resources = { ...RESOURCES, ...(this.hasCustomKinds ? ARGO : {}) };
        const known = resources[groupVersion];
        if (path === "/api") {
            return [200, { kind: "APIVersions" }];
        }
        if (known !== undefined) {
            const list = known.map(([name, kind, namespaced]) => ({ name, kind, namespaced }));
            return [200, { kind: "APIResourceList", resources: list }];
        }
        const dryRun = query["dryRun"] === "All";
        switch (method) {
            case "GET":
                return this.get(path, query);
            case "POST": {
                const target = `${path}/${textAt(body, "metadata", "name")}`;
                if (this.objects.has(target)) {
                    return status(
                        409,
                        "AlreadyExists",
                        `"${textAt(body, "metadata", "name")}" already exists`,
                    );
                }
                const namespace = /^(.*\/namespaces)\/([^/]+)\/[^/]+$/.exec(path)?.[2];
                if (
                    namespace !== undefined &&
                    !this.objects.has(`/api/v1/namespaces/${namespace}`)
                ) {
                    const message = `namespaces "${namespace}" not found`;
                    return status(404, "NotFound", message, {
                        kind: "namespaces",
                        name: namespace,
                    });
                }
                return [201, dryRun ? this.complete(body) : this.makeAndSync(target, body)];
            }
            case "PATCH": {
                const live = this.objects.get(path);
                if (live === undefined) {
                    return status(404, "NotFound", "not found");
                }
                const merged = mergeValues(live, body);
                return [200, dryRun ? merged : this.put(path, merged)];
            }
            case "DELETE": {
                const live = this.objects.get(path);
                if (live === undefined) {
                    return status(404, "NotFound", "not found");
                }
                if (this.keepsDeleted) {
                    this.put(
                        path,
                        mergeValues(live, {
                            metadata: { deletionTimestamp: "2026-01-02T00:00:00Z" },
                        }),
                    );
                } else {
                    this.remove(path);
                }
                return [200, live];
            }
            default:
                return status(405, "MethodNotAllowed", method);
        }
    }

    private get(
        path: string,
        query: Readonly<Record<string, string>>,
    ): readonly [number, Properties] {
        const object = this.objects.get(path);
        if (object !== undefined) {
            return [200, object];
        }
        const name = (query["fieldSelector"] ?? "").replace("metadata.name=", "");
        if (
            /\/(applications|appprojects|imageupdaters|ingresses|namespaces|networkpolicies|secrets|services|endpoints)$/.test(
                path,
            )
        ) {
            const items = [...this.objects.entries()]
                .filter(([key]) => parent(key) === path)
                .map(([, item]) => item)
                .filter((item) => ["", textAt(item, "metadata", "name")].includes(name));
            return [
                200,
                {
                    kind: "List",
                    apiVersion: "v1",
                    metadata: { resourceVersion: String(this.version) },
                    items,
                },
            ];
        }
        return status(404, "NotFound", "not found");
    }
}

function parent(path: string): string {
    return path.slice(0, path.lastIndexOf("/"));
}

export function status(
    code: number,
    reason: string,
    message: string,
    details?: Properties,
): readonly [number, Properties] {
    return [
        code,
        { kind: "Status", code, reason, message, ...(isProperties(details) && { details }) },
    ];
}
