import assert from "node:assert/strict";
import { once } from "node:events";
import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { FollowedCluster } from "../../../lab/ingress/cluster";
import { ClusterApi } from "../../../lab/loop/clusterApi";
import { waitFor } from "../../../lab/wait";
import { ingress } from "./ingresses";

type Kind = "ingresses" | "services" | "endpointslices";

/** The part of an API server that a follower talks to. */
class FakeApi {
    readonly server = http.createServer((request, response) => {
        const [path = "", query = ""] = (request.url ?? "").split("?");
        this.answer(path.split("/").at(-1) as Kind, query.includes("watch=true"), response);
    });
    /** What lists answer with. */
    readonly items: Record<Kind, object[]> = { ingresses: [], services: [], endpointslices: [] };
    readonly lists: Kind[] = [];
    private readonly watches = new Map<Kind, http.ServerResponse>();

    isWatched(kind: Kind): boolean {
        return this.watches.get(kind)?.writable === true;
    }

    send(kind: Kind, type: string, object: object): void {
        this.watches.get(kind)?.write(`${JSON.stringify({ type, object })}\n`);
    }

    endWatch(kind: Kind): void {
        this.watches.get(kind)?.end();
    }

    private answer(kind: Kind, watch: boolean, response: http.ServerResponse): void {
        response.writeHead(200, { "content-type": "application/json" });
        if (watch) {
            this.watches.set(kind, response);
            response.flushHeaders();
        } else {
            this.lists.push(kind);
            const metadata = { resourceVersion: "7" };
            response.end(JSON.stringify({ metadata, items: this.items[kind] }));
        }
    }
}

describe("lab/ingress/followed", () => {
    const fake = new FakeApi();
    const stop = new AbortController();
    let directory: string;
    let cluster: FollowedCluster;
    let told: string[] = [];
    let running: Promise<void>;

    before(async () => {
        fake.server.listen(0, "127.0.0.1");
        await once(fake.server, "listening");
        const { port } = fake.server.address() as AddressInfo;
        directory = fs.mkdtempSync(path.join(os.tmpdir(), "ingress-"));
        const file = path.join(directory, "kubeconfig");
        const kubeconfig = {
            clusters: [{ cluster: { server: `http://127.0.0.1:${port}` } }],
            users: [{ user: { token: "t" } }],
        };
        fs.writeFileSync(file, JSON.stringify(kubeconfig));
        fake.items.ingresses = [ofClass("first", "lab"), ofClass("foreign", "nginx")];
        fake.items.services = [service("updater")];
        fake.items.endpointslices = [slice("updater-1", "updater"), slice("server-1", "server")];
        cluster = new FollowedCluster(await ClusterApi.open(file), "lab", (ingresses) => {
            told = ingresses.map(({ metadata }) => metadata.name).sort();
        });
        assert.ok(!cluster.ready);
        running = cluster.run(stop.signal);
    });

    after(async () => {
        stop.abort();
        await running;
        fake.server.closeAllConnections();
        fake.server.close();
        fs.rmSync(directory, { recursive: true });
    });

    function ofClass(name: string, ingressClassName: string) {
        return ingress(name, "a.lab", [], { ingressClassName });
    }

    function service(name: string) {
        return { metadata: { name, namespace: "argocd" }, spec: { clusterIP: "10.79.0.9" } };
    }

    function slice(name: string, of: string) {
        const labels = { "kubernetes.io/service-name": of };
        return { metadata: { name, namespace: "argocd", labels }, endpoints: null };
    }

    async function until(what: string, met: () => boolean): Promise<void> {
        await waitFor(
            () =>
                met() && fake.isWatched("ingresses")
                    ? { met: true, value: undefined }
                    : { met: false, state: told.join() },
            { what, deadlineSeconds: 5, intervalMilliseconds: 5 },
        );
    }

    const toldOf = (...names: string[]) =>
        until(`${names.join()} to be known`, () => told.join() === names.join());

    it("knows what is there", async () => {
        await toldOf("first");
        await until("everything to be read", () => cluster.ready);
        assert.equal(cluster.service("argocd", "updater")?.spec.clusterIP, "10.79.0.9");
        assert.equal(cluster.service("default", "updater"), undefined);
        assert.equal(cluster.endpointSlices("argocd", "updater").length, 1);
        assert.equal(cluster.endpointSlices("default", "updater").length, 0);
    });

    it("knows Ingresses of its class, as they come, change and go", async () => {
        fake.send("ingresses", "ADDED", ofClass("second", "lab"));
        await toldOf("first", "second");
        fake.send("ingresses", "MODIFIED", ofClass("first", "nginx"));
        await toldOf("second");
        fake.send("ingresses", "DELETED", ofClass("second", "lab"));
        await toldOf();
        assert.equal(fake.lists.filter((kind) => kind === "ingresses").length, 1);
    });

    it("lists again when a watch ends", async () => {
        fake.items.ingresses = [ofClass("third", "lab")];
        fake.endWatch("ingresses");
        await toldOf("third");
    });

    it("lists again when the server has forgotten where the watch was", async () => {
        fake.items.ingresses = [ofClass("fourth", "lab")];
        fake.send("ingresses", "ERROR", { message: "too old resource version", code: 410 });
        await toldOf("fourth");
    });
});
