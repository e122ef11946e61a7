import { Metadata, ServerErrorResponse, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { toWire } from "./marshal";
import { InitializationError } from "./provider";

/**
 * The gRPC answer for an error. For an {@link InitializationError} it carries the details that
 * make the engine keep the resource.
 */
export function failure(error: unknown): ServerErrorResponse {
    const message = error instanceof Error ? error.message : String(error);
    const response = { name: "Error", message, code: status.UNKNOWN, details: message };
    return error instanceof InitializationError
        ? { ...response, metadata: initializationDetails(error) }
        : response;
}

function initializationDetails(error: InitializationError): Metadata {
    const detail = new ErrorResourceInitFailed();
    detail.setId(error.id);
    detail.setProperties(toWire(error.state));
    detail.setReasonsList([...error.reasons]);
    if (error.inputs !== undefined) {
        detail.setInputs(toWire(error.inputs));
    }
    const packed = new Any();
    packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");

    const wrapped = new Status();
    wrapped.setCode(status.UNKNOWN);
    wrapped.setMessage(error.message);
    wrapped.addDetails(packed);

    const metadata = new Metadata();
    metadata.set("grpc-status-details-bin", Buffer.from(wrapped.serializeBinary()));
    return metadata;
}
