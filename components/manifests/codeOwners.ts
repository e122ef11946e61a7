import { MANAGED } from "./headers";
import type { RepositoryFile } from "./model";

/** The first of the places where GitHub looks for the file: others are not looked at besides. */
export const CODE_OWNERS_PATH = ".github/CODEOWNERS";

const HEADER = `# ${MANAGED}\n`;

/**
 * Who is asked to review changes of the overlays, and of the file itself, without which anybody
 * could take the owners out.
 *
 * @param owners `@user`, `@organisation/team` or an e-mail address
 * @see https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export function codeOwnersFile(
    owners: readonly string[],
    overlays: readonly string[],
): RepositoryFile {
    return {
        path: CODE_OWNERS_PATH,
        content: [HEADER, ...codeOwnersLines(owners, overlays)].join("\n") + "\n",
    };
}

/** The file's lines that say something. */
export function codeOwnersLines(owners: readonly string[], overlays: readonly string[]): string[] {
    const paths = overlays.map((overlay) => `/manifests/overlays/${overlay}/`);
    return [...paths, `/${CODE_OWNERS_PATH}`].map((path) => [path, ...owners].join(" "));
}
