import * as pulumi from "@pulumi/pulumi";

/**
 * Says in the state that another stack uses what this one owns. It makes nothing: while that stack
 * is in config `usedBy` it is protected, and as the engine refuses to delete it, it names the stack.
 */
export class UsedBy extends pulumi.ComponentResource {
    constructor(name: string, opts: pulumi.ComponentResourceOptions) {
        super("argocd-image-drift:index:UsedBy", name, {}, opts);
        this.registerOutputs({});
    }
}

/** Who could use what this stack owns, and who does. */
export interface UsersArgs {
    /** Whether this stack owns anything that others can use. */
    readonly install: boolean;
    /** Name of this stack. */
    readonly stack: string;
    /** Names of all stacks there are environments for. */
    readonly known: readonly string[];
    /** Names of the stacks that use what this one owns. */
    readonly usedBy: readonly string[];
}

/**
 * Marks the users of this stack, `used-by-<stack>` for each.
 *
 * There is a mark for every stack that could be one: taking a protected mark out of the program
 * would be a deletion, which the engine refuses, while a change of its protection is none.
 *
 * @param everything of the stack. The engine deletes nothing that a refused deletion depends on, so
 *     that the refusal comes first and alone, also where a run skips its preview.
 */
export function markUsers(args: UsersArgs, everything: readonly pulumi.Resource[]): void {
    const others = args.install ? args.known.filter((stack) => stack !== args.stack) : [];
    for (const stack of others) {
        new UsedBy(`used-by-${stack}`, {
            protect: args.usedBy.includes(stack),
            dependsOn: [...everything],
        });
    }
}
