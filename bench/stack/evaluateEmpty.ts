/** An evaluation of a program without resources, to compare evaluateProgram.ts with. */
import * as pulumi from "@pulumi/pulumi";

async function main(): Promise<void> {
    await pulumi.runtime.setMocks({
        newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
        call: () => ({}),
    });
    await pulumi.runtime.runInPulumiStack(() => Promise.resolve({}));
    await pulumi.runtime.disconnect();
}

main().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
});
