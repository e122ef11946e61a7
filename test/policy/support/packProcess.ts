import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import * as readline from "node:readline";

import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import * as empty from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

const POLICY = path.join(__dirname, "../../../policy");

/** A resource as the engine tells it: secrets and unknown values in the engine's own form. */
export interface ToldResource {
    readonly type: string;
    readonly urn: string;
    readonly properties: Record<string, JavaScriptValue>;
}

/** The policy pack in a process of its own, asked as the engine asks. */
export class PackProcess {
    private constructor(
        private readonly child: ChildProcess,
        private readonly client: AnalyzerClient,
    ) {}

    static async start(): Promise<PackProcess> {
        const program = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
        const child = spawn(process.execPath, [program, "127.0.0.1:0", POLICY], {
            cwd: POLICY,
            stdio: ["ignore", "pipe", "inherit"],
        });
        const lines = readline.createInterface({ input: child.stdout });
        const [port] = (await Promise.race([
            once(lines, "line"),
            once(child, "exit").then(() => Promise.reject(new Error("the pack ended at once"))),
        ])) as [string];
        const address = `127.0.0.1:${port}`;
        return new PackProcess(
            child,
            new AnalyzerClient(address, grpc.credentials.createInsecure()),
        );
    }

    async stop(): Promise<void> {
        this.client.close();
        const ended = once(this.child, "exit");
        this.child.kill();
        await ended;
    }

    /** Names of the pack's rules. */
    async rules(): Promise<string[]> {
        const info = await answer<proto.AnalyzerInfo>((done) => {
            this.client.getAnalyzerInfo(new empty.Empty(), done);
        });
        return info.getPoliciesList().map((policy) => policy.getName());
    }

    /** What the rules have against a resource, after their remediations, which change nothing. */
    async judge({ type, urn, properties }: ToldResource): Promise<string[]> {
        const name = urn.split("::").at(-1) ?? "";
        const options = new proto.AnalyzerResourceOptions();
        options.setParent("urn:pulumi:dev::p::argocd-image-drift:index:ArgoCd::argocd");
        const request = new proto.AnalyzeRequest();
        request.setType(type);
        request.setUrn(urn);
        request.setName(name);
        request.setProperties(Struct.fromJavaScript(properties));
        request.setOptions(options);
        const remedies = await answer<proto.RemediateResponse>((done) => {
            this.client.remediate(request, done);
        });
        if (remedies.getRemediationsList().length > 0) {
            throw new Error(`a remediation changes ${urn}`);
        }
        const response = await answer<proto.AnalyzeResponse>((done) => {
            this.client.analyze(request, done);
        });
        return messages(response);
    }

    /** What the rules have against the resources together. */
    async judgeStack(): Promise<string[]> {
        const response = await answer<proto.AnalyzeResponse>((done) => {
            this.client.analyzeStack(new proto.AnalyzeStackRequest(), done);
        });
        return messages(response);
    }
}

function messages(response: proto.AnalyzeResponse): string[] {
    return response
        .getDiagnosticsList()
        .map((each) => `${each.getPolicyname()}: ${each.getMessage()}`);
}

function answer<T>(
    call: (done: (error: grpc.ServiceError | null, response: T) => void) => void,
): Promise<T> {
    return new Promise((resolve, reject) => {
        call((error, response) => {
            if (error) {
                reject(error);
            } else {
                resolve(response);
            }
        });
    });
}
