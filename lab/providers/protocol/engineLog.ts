import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

export type Severity = "info" | "warning" | "error";

/** Messages to the engine, which shows them beside the resource. */
export interface EngineLog {
    /** A message that stays in the output. */
    message(severity: Severity, urn: string, text: string): void;
    /** A line that the next one replaces; "" clears it. */
    status(severity: Severity, urn: string, text: string): void;
}

const SEVERITIES = {
    info: LogSeverity.INFO,
    warning: LogSeverity.WARNING,
    error: LogSeverity.ERROR,
} as const;

/**
 * The log of the engine at `address`, `host:port`. Nobody waits for an answer: a lost line must not
 * fail an operation, and gRPC keeps their order on one connection.
 */
export function engineLog(address: string): EngineLog {
    const client = new EngineClient(address, credentials.createInsecure(), {
        "grpc.max_receive_message_length": -1,
        "grpc.max_send_message_length": -1,
    });
    const send = (severity: Severity, urn: string, text: string, ephemeral: boolean) => {
        const request = new LogRequest();
        request.setSeverity(SEVERITIES[severity]);
        request.setUrn(urn);
        request.setMessage(text);
        request.setEphemeral(ephemeral);
        client.log(request, () => undefined);
    };
    return {
        message: (severity, urn, text) => {
            send(severity, urn, text, false);
        },
        status: (severity, urn, text) => {
            send(severity, urn, text, true);
        },
    };
}

/** A log that nobody reads, for a provider that was started without an engine. */
export const noLog: EngineLog = { message: () => undefined, status: () => undefined };
