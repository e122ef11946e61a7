/** What stands at the top of files that are created once and belong to Git from then on. */
export const SEEDED =
    "Seeded by argocd-image-drift. Git is the definitive version of this file:\n" +
    "change it by commit, `pulumi up` never writes it again.";

/** What stands at the top of files that every `up` restores. */
export const MANAGED =
    "Managed by argocd-image-drift: restored by `pulumi up`, a change made here is lost.";

/** Whether what Git holds is a file of that kind, and so nobody's but the program's. */
export function isManaged(content: string): boolean {
    return content.startsWith(`# ${MANAGED}`);
}

/** A header with reasons below it. */
export function withReasons(header: string, reasons: string): string {
    return `${header}\n\n${reasons}`;
}
