/**
 * A repository's URL as Argo CD compares it: in lower case, without `ssh://` and `.git`, and with the
 * short form written out. A port that is named is kept, be it the default one: to Argo CD these are
 * two repositories.
 */
export function normalizedGitUrl(url: string): string {
    const lower = url.trim().toLowerCase();
    const isShort = /^[^/:]+@[^/:]+:/.test(lower);
    return (isShort ? lower.replace(":", "/") : lower)
        .replace(/\.git$/, "")
        .replace(/^ssh:\/\//, "");
}
