import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { Provider } from "./provider";
import { providerService } from "./service";

/** How often the plugin looks whether the engine that started it is still there. */
const PARENT_CHECK_MILLISECONDS = 1000;

/**
 * Runs a provider plugin: serves it on a free loopback port and prints that port, as the engine
 * expects of a plugin. Ends when the engine does.
 *
 * @param args the plugin's command line; the first argument that is no flag is the engine's address
 */
export async function serve(
    provider: Provider,
    version: string,
    args: readonly string[],
): Promise<void> {
    const engineAddress = args.find((arg) => !arg.startsWith("-"));
    const server = new Server({
        "grpc.max_receive_message_length": -1,
        "grpc.max_send_message_length": -1,
    });
    server.addService(
        ResourceProviderService,
        providerService({ provider, version, ...(engineAddress && { engineAddress }) }),
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
    process.stdout.write(`${port}\n`);
    exitWithParent();
    // The engine ends its plugins by a signal; what runs at exit must run then too.
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
        process.on(signal, () => process.exit(0));
    }
}

/**
 * Exits soon after the engine: one that was killed cannot stop its plugins, and a plugin left
 * behind would go on changing the cluster while the next run is at work.
 */
function exitWithParent(): void {
    const parent = process.ppid;
    setInterval(() => {
        if (process.ppid !== parent) {
            process.exit(1);
        }
    }, PARENT_CHECK_MILLISECONDS).unref();
}
