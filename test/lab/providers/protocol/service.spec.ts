import assert from "node:assert/strict";
import { credentials, Server, ServerCredentials, ServiceError } from "@grpc/grpc-js";
import {
    ResourceProviderClient,
    ResourceProviderService,
} from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { fromWire, toWire } from "../../../../lab/providers/protocol/marshal";
import {
    CreateRequest,
    InitializationError,
    Provider,
    ProviderHost,
} from "../../../../lab/providers/protocol/provider";
import { providerService } from "../../../../lab/providers/protocol/service";
import { Properties, Secret, unknown } from "../../../../lab/providers/protocol/values";

const properties: Properties = {
    list: [1, null, { deep: new Secret({ a: unknown }) }],
    text: "x",
    no: false,
    unknown,
};

/** A provider whose answers a test can foresee. */
class EchoProvider implements Provider {
    host: ProviderHost | undefined;
    config: Readonly<Record<string, string>> = {};
    created: CreateRequest | undefined;

    configure(config: Readonly<Record<string, string>>, host: ProviderHost) {
        this.config = config;
        this.host = host;
        return Promise.resolve();
    }
    check = ({ news }: { news: Properties }) =>
        Promise.resolve({ inputs: news, failures: [{ property: "p", reason: "r" }] });
    diff = () =>
        Promise.resolve({
            changed: true,
            replaces: ["a.b"],
            detailed: { "a.b": { kind: "add", replace: true, inputDiff: false } as const },
        });
    create = (request: CreateRequest) => {
        this.created = request;
        return Promise.resolve({ id: "id", state: request.inputs });
    };
    read = () => Promise.resolve(undefined);
    update = (): Promise<Properties> =>
        Promise.reject(
            new InitializationError("not ready", "id", properties, ["not ready", "because"]),
        );
    delete = () => Promise.reject(new Error("no"));
}

describe("the provider protocol", () => {
    const echo = new EchoProvider();
    const server = new Server();
    let client: ResourceProviderClient;

    before(async () => {
        server.addService(
            ResourceProviderService,
            providerService({ provider: echo, version: "1.2.3" }),
        );
        const port = await new Promise<number>((resolve, reject) => {
            server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
                if (error === null) {
                    resolve(bound);
                } else {
                    reject(error);
                }
            });
        });
        client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    });
    after(() => {
        client.close();
        server.forceShutdown();
    });

    const call = <Answer>(
        send: (callback: (error: ServiceError | null, answer: Answer) => void) => void,
    ) =>
        new Promise<Answer>((resolve, reject) => {
            send((error, answer) => {
                if (error === null) {
                    resolve(answer);
                } else {
                    reject(error);
                }
            });
        });

    it("brings secrets and unknowns over the wire and back", () => {
        assert.deepEqual(fromWire(toWire(properties)), properties);
    });

    it("configures without the prefix of the keys, and hands the cancellation on", async () => {
        const request = new rpc.ConfigureRequest();
        request.getVariablesMap().set("kubernetes:config:context", "lab");
        const answer = await call<rpc.ConfigureResponse>((done) => client.configure(request, done));
        assert.deepEqual([answer.getAcceptsecrets(), answer.getSupportspreview()], [true, true]);
        assert.deepEqual(echo.config, { context: "lab" });
        assert.equal(echo.host?.cancelled.aborted, false);
        await call<Empty>((done) => client.cancel(new Empty(), done));
        assert.equal(echo.host.cancelled.aborted, true);
    });

    it("creates with what the request says", async () => {
        const request = new rpc.CreateRequest();
        request.setUrn("urn:pulumi:dev::p::a:b:C$kubernetes:core/v1:Secret::n::m");
        request.setProperties(toWire(properties));
        request.setPreview(true);
        request.setTimeout(5);
        const answer = await call<rpc.CreateResponse>((done) => client.create(request, done));
        assert.deepEqual(fromWire(answer.getProperties()), properties);
        const { name, preview, timeout, type } = echo.created ?? {};
        assert.deepEqual(
            { name, preview, timeout, type },
            { name: "n::m", preview: true, timeout: 5, type: "kubernetes:core/v1:Secret" },
        );
    });

    it("answers checks and differences in the engine's terms", async () => {
        const check = await call<rpc.CheckResponse>((done) =>
            client.check(new rpc.CheckRequest(), done),
        );
        assert.deepEqual(
            check.getFailuresList().map((failure) => [failure.getProperty(), failure.getReason()]),
            [["p", "r"]],
        );
        const diff = await call<rpc.DiffResponse>((done) =>
            client.diff(new rpc.DiffRequest(), done),
        );
        assert.equal(diff.getChanges(), rpc.DiffResponse.DiffChanges.DIFF_SOME);
        assert.deepEqual(diff.getReplacesList(), ["a.b"]);
        assert.equal(
            diff.getDetaileddiffMap().get("a.b")?.getKind(),
            rpc.PropertyDiff.Kind.ADD_REPLACE,
        );
    });

    it("says by an empty id that a resource is gone", async () => {
        const answer = await call<rpc.ReadResponse>((done) =>
            client.read(new rpc.ReadRequest(), done),
        );
        assert.equal(answer.getId(), "");
    });

    it("keeps a resource that is not ready, by the details of the error", async () => {
        const failed = await call<rpc.UpdateResponse>((done) =>
            client.update(new rpc.UpdateRequest(), done),
        ).then(
            () => assert.fail("the update succeeded"),
            (error: unknown) => error as ServiceError,
        );
        assert.equal(failed.details, "not ready");
        const [packed] = failed.metadata.get("grpc-status-details-bin");
        const any = Status.deserializeBinary(packed as Buffer).getDetailsList()[0];
        assert.equal(any?.getTypeName(), "pulumirpc.ErrorResourceInitFailed");
        const details = rpc.ErrorResourceInitFailed.deserializeBinary(any.getValue_asU8());
        assert.deepEqual(details.getReasonsList(), ["not ready", "because"]);
        assert.deepEqual(fromWire(details.getProperties()), properties);
    });

    it("passes other errors on as they are", async () => {
        await assert.rejects(
            call<Empty>((done) => client.delete(new rpc.DeleteRequest(), done)),
            /no/,
        );
    });
});
