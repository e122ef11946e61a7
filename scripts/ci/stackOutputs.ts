import { z } from "zod";

import { run } from "../../cli/wait/run";

const outputs = z.record(z.string(), z.unknown());

/** What a stack's last `up` told; secrets are `[secret]`. Empty where nothing was ever made. */
export type Outputs = z.output<typeof outputs>;

/** @throws CommandFailed with what Pulumi says, if there is no such stack */
export async function stackOutputs(stack: string): Promise<Outputs> {
    const args = ["stack", "output", "--json", "--stack", stack, "--non-interactive"];
    return outputs.parse(JSON.parse(await run("pulumi", args)));
}

/** A list of texts among the outputs; empty if it is none. */
export function listOf(outputs: Outputs, name: string): string[] {
    return z.array(z.string()).catch([]).parse(outputs[name]);
}
