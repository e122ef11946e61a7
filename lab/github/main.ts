/** Runs the GitHub stand-in until it is told to stop. */
import { parseOptions, usage } from "./options";
import { startStandIn } from "./standIn";

async function main(): Promise<void> {
    const standIn = await startStandIn(parseOptions(process.argv.slice(2)));
    const { web } = standIn.addresses;
    console.log(`GitHub stand-in: ${web}, SSH port ${standIn.sshPort}, admin ${standIn.adminUrl}`);
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
        process.once(signal, () => {
            void standIn.close().finally(() => process.exit(0));
        });
    }
}

main().catch((error: unknown) => {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exitCode = 1;
});
