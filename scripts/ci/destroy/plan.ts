/** What is known of a stack before it is destroyed, and whether it may be; as Markdown. */
import { code } from "../preview/markdown";

export interface StackBefore {
    readonly stack: string;
    /** How many resources it has, without the stack itself and its providers. */
    readonly resources: number;
    /** Names of protected resources: Pulumi refuses to delete them. */
    readonly protectedNames: readonly string[];
    /** Config `usedBy`: other stacks that use what this one has installed. */
    readonly usedBy: readonly string[];
    /** Output `lostOnDestroy`. */
    readonly lost: readonly string[];
    /** Output `keptOnDestroy`. */
    readonly kept: readonly string[];
}

/** Why the stack may not be destroyed, and what to do first; nothing if it may. */
export function refusal(before: StackBefore): string | undefined {
    const { stack, protectedNames, usedBy } = before;
    if (usedBy.length > 0) {
        const users = usedBy.join(", ");
        return (
            `${stack} is used by ${users} (config usedBy). Destroy ${users} first, then take the ` +
            `list away: pulumi config rm --stack ${stack} usedBy, commit that, and deploy ${stack}.`
        );
    }
    if (protectedNames.length > 0) {
        return (
            `${stack} has protected resources: ${protectedNames.join(", ")}. Config usedBy names ` +
            `no stack (any more): one deployment of ${stack} lifts the protection that it gave. ` +
            `What somebody has protected by hand: pulumi state unprotect --stack ${stack} URN.`
        );
    }
    return undefined;
}

/** What the job's summary says beforehand. */
export function destructionPlan(before: StackBefore): string {
    const { stack, resources, lost, kept } = before;
    const reason = refusal(before);
    if (reason !== undefined) {
        return `## ${code(stack)} is not destroyed\n\n${reason}`;
    }
    if (resources === 0) {
        return `## ${code(stack)} has nothing that could be destroyed`;
    }
    return [
        `## ${code(stack)} is about to be destroyed: ${resources} resources`,
        lost.length > 0
            ? `**Lost, and nobody can bring it back:**\n\n${list(lost)}`
            : "No data are lost.",
        kept.length > 0 ? `Kept:\n\n${list(kept)}` : "Nothing is kept.",
    ].join("\n\n");
}

/**
 * What the summary says afterwards.
 *
 * @param succeeded whether `pulumi destroy` came to its end
 */
export function destructionReport({ stack, lost, kept }: StackBefore, succeeded: boolean): string {
    if (!succeeded) {
        return (
            `## ${code(stack)} is not destroyed, or not all of it\n\nThe log of ` +
            `${code("pulumi destroy")} says why. What is left is in the stack's state, and the next ` +
            "run goes on from there: docs/pipelines.md, *When a run fails*."
        );
    }
    return [
        `## ${code(stack)} is destroyed`,
        ...(lost.length > 0 ? [`Gone for good:\n\n${list(lost)}`] : []),
        ...(kept.length > 0 ? [`Still there:\n\n${list(kept)}`] : []),
        `Its configuration stays in ${code(`Pulumi.${stack}.yaml`)}, its empty state with the ` +
            "backend: a deployment makes all of it anew.",
    ].join("\n\n");
}

function list(items: readonly string[]): string {
    return items.map((item) => `- ${code(item)}`).join("\n");
}
