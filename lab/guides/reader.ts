import * as path from "node:path";

import type { Block } from "./blocks";
import { CLONE } from "./checkout";
import { splitCommands } from "./commands";
import { isPrinted } from "./expected";
import { GuideFault } from "./fault";
import type { Guide } from "./guides";
import { perform } from "./perform";
import { inLab } from "./placeholders";
import { GuideShell } from "./shell";
import type { World } from "./world";

/** A `pulumi up` of a new stack takes a minute and a half on a busy machine. */
const DEADLINE_SECONDS = 300;

/** Somebody who types the commands of a guide, block by block, in one shell. */
export class Reader {
    private readonly shell: GuideShell;

    constructor(
        private readonly world: World,
        guide: Guide,
    ) {
        this.shell = new GuideShell({
            directory: path.join(world.lab.paths.run, "guides", "typed", guide.name),
            ...beginning(world, guide),
            deadlineSeconds: DEADLINE_SECONDS,
        });
    }

    /**
     * Does what the block's comments say, then types its commands.
     *
     * @throws GuideFault naming file, line, command and what it printed
     */
    async type(block: Block): Promise<void> {
        const { inputs, placeholders } = this.world;
        for (const action of block.actions) {
            await perform(this.world, action);
        }
        let printed = "";
        const commands = splitCommands(block);
        for (const command of commands) {
            const { exitCode } = command === commands.at(-1) ? block : { exitCode: undefined };
            const { output, fault } = await this.shell.run(inLab(placeholders, command.text), {
                ...(block.stdin !== undefined && { stdin: inputs[block.stdin] }),
                ...(block.ctrlC !== undefined && { ctrlC: inLab(placeholders, block.ctrlC) }),
                ...(exitCode !== undefined && { exitCode }),
            });
            printed += output;
            if (fault !== undefined) {
                throw new GuideFault(command, `${fault}\n$ ${command.text}\n${output}`);
            }
        }
        const { expected } = block;
        if (expected !== undefined && !isPrinted(inLab(placeholders, expected.text), printed)) {
            throw new GuideFault(
                expected,
                `is not what the commands print\n$ ${block.text}\n${printed}`,
            );
        }
    }

    async close(): Promise<void> {
        await this.shell.close();
    }
}

/**
 * The setup guide begins with nothing, the others in the clone that it has made, in a shell that has
 * the passphrase again.
 */
function beginning(world: World, { name }: Guide): { cwd: string; env: NodeJS.ProcessEnv } {
    const { directory, env, inputs } = world;
    return name === "setup-guide"
        ? { cwd: directory, env }
        : {
              cwd: path.join(directory, CLONE),
              env: { ...env, PULUMI_CONFIG_PASSPHRASE: inputs.passphrase },
          };
}
