import { handleUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { engineLog, noLog } from "./engineLog";
import { failure } from "./failures";
import { toWire } from "./marshal";
import type { Provider } from "./provider";
import * as requests from "./requests";
import { checkResponse, diffResponse } from "./responses";

export interface ServiceOptions {
    readonly provider: Provider;
    /** The version that the plugin reports, a semantic version. */
    readonly version: string;
    /** `host:port` of the engine; without it nobody is told anything. */
    readonly engineAddress?: string;
}

/** The `pulumirpc.ResourceProvider` service in front of a provider. */
export function providerService(options: ServiceOptions): UntypedServiceImplementation {
    const { provider } = options;
    const cancellation = new AbortController();
    let log = options.engineAddress === undefined ? noLog : engineLog(options.engineAddress);

    return {
        handshake: unary((request: rpc.ProviderHandshakeRequest) => {
            if (request.getEngineAddress() !== "" && options.engineAddress === undefined) {
                log = engineLog(request.getEngineAddress());
            }
            const response = new rpc.ProviderHandshakeResponse();
            response.setAcceptSecrets(true);
            response.setSupportsAutonamingConfiguration(true);
            return response;
        }),
        getSchema: unary(() => {
            const response = new rpc.GetSchemaResponse();
            response.setSchema("{}");
            return response;
        }),
        checkConfig: unary(async (request: rpc.CheckRequest) => {
            const check = requests.checkRequest(request);
            return checkResponse((await provider.checkConfig?.(check)) ?? { inputs: check.news });
        }),
        diffConfig: unary(async (request: rpc.DiffRequest) =>
            diffResponse(
                (await provider.diffConfig?.(requests.diffRequest(request))) ?? { changed: false },
            ),
        ),
        configure: unary(async (request: rpc.ConfigureRequest) => {
            await provider.configure(configuration(request), {
                log,
                cancelled: cancellation.signal,
            });
            const response = new rpc.ConfigureResponse();
            response.setAcceptsecrets(true);
            response.setSupportspreview(true);
            response.setSupportsAutonamingConfiguration(true);
            return response;
        }),
        check: unary(async (request: rpc.CheckRequest) =>
            checkResponse(await provider.check(requests.checkRequest(request))),
        ),
        diff: unary(async (request: rpc.DiffRequest) =>
            diffResponse(await provider.diff(requests.diffRequest(request))),
        ),
        create: unary(async (request: rpc.CreateRequest) => {
            const { id, state } = await provider.create(requests.createRequest(request));
            const response = new rpc.CreateResponse();
            response.setId(id);
            response.setProperties(toWire(state));
            return response;
        }),
        read: unary(async (request: rpc.ReadRequest) => {
            const found = await provider.read(requests.readRequest(request));
            const response = new rpc.ReadResponse();
            // An empty id says that the resource is gone.
            response.setId(found?.id ?? "");
            if (found !== undefined) {
                response.setProperties(toWire(found.state));
                response.setInputs(toWire(found.inputs));
            }
            return response;
        }),
        update: unary(async (request: rpc.UpdateRequest) => {
            const response = new rpc.UpdateResponse();
            response.setProperties(toWire(await provider.update(requests.updateRequest(request))));
            return response;
        }),
        delete: unary(async (request: rpc.DeleteRequest) => {
            await provider.delete(requests.deleteRequest(request));
            return new Empty();
        }),
        invoke: unary((request: rpc.InvokeRequest) => {
            throw new Error(`the lab's provider has no function ${request.getTok()}`);
        }),
        cancel: unary(() => {
            cancellation.abort();
            return new Empty();
        }),
        getPluginInfo: unary(() => {
            const response = new PluginInfo();
            response.setVersion(options.version);
            return response;
        }),
    };
}

/** The provider's configuration, without the `<package>:config:` that precedes each key. */
function configuration(request: rpc.ConfigureRequest): Record<string, string> {
    return Object.fromEntries(
        request
            .getVariablesMap()
            .toArray()
            .map(([key, value]) => [key.split(":").pop() ?? key, value]),
    );
}

function unary<Request, Response>(
    answer: (request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
    return (call, callback) => {
        void (async () => answer(call.request))().then(
            (response) => {
                callback(null, response);
            },
            (error: unknown) => {
                callback(failure(error));
            },
        );
    };
}
