/** What a revision renders for one stack: its objects, its overlay as built, its other files. */
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import { runWithoutSecrets } from "./command";
import type { Tree } from "./manifests";

/** What of a stack's outputs says where its files are. */
const outputs = z.object({ repositoryUrl: z.string(), writeBackPath: z.string() });

/**
 * Renders a revision from its stack files: no engine, no credentials, no network.
 *
 * @param checkout the revision, with its packages installed
 * @param into an empty directory
 * @returns nothing if the revision has no such stack
 * @throws Error with what the renderer or kustomize says
 */
export async function renderRevision(checkout: string, stack: string, into: string): Promise<Tree> {
    if (!existsSync(join(checkout, `Pulumi.${stack}.yaml`))) {
        return new Map();
    }
    const rendered = join(into, "rendered");
    // All stacks: an overlay is built on what the repository's owner puts there.
    const tsx = join(checkout, "node_modules", ".bin", "tsx");
    await runWithoutSecrets(tsx, [join("scripts", "render", "main.ts"), rendered], checkout);
    const { repositoryUrl, writeBackPath: overlay } = outputs.parse(
        parse(await readFile(join(rendered, stack, "outputs.yaml"), "utf8")),
    );
    const repository = join(rendered, "repository", basename(repositoryUrl));
    const built = join(into, "built");
    await mkdir(built);
    await runWithoutSecrets(
        "kustomize",
        ["build", join(repository, overlay), "--output", built],
        checkout,
    );

    const own = await filesBelow(join(rendered, stack));
    const isOwner = /^type: github:index\/repository:Repository$/m.test(
        own.get("github.yaml") ?? "",
    );
    return new Map([
        ...under(stack, own, (path) => !path.startsWith("argocd/")),
        ...under(`${overlay}, built`, await filesBelow(built), () => true),
        ...under("repository", await filesBelow(repository), (path) =>
            isRepositoryFileOf({ isOwner, environment: basename(overlay) }, path),
        ),
    ]);
}

/**
 * Whether a file of the repository is a stack's, and not one of the manifests, which are shown as
 * kustomize builds them.
 */
function isRepositoryFileOf(
    { isOwner, environment }: { readonly isOwner: boolean; readonly environment: string },
    path: string,
): boolean {
    const [, environmentOfWorkflow] =
        /^\.github\/workflows\/image-updates-(.+)\.yml$/.exec(path) ?? [];
    if (environmentOfWorkflow !== undefined) {
        return environmentOfWorkflow === environment;
    }
    return isOwner && !path.startsWith("manifests/");
}

function under(folder: string, files: Tree, isShown: (path: string) => boolean) {
    return [...files]
        .filter(([path]) => isShown(path))
        .map(([path, content]) => [`${folder}/${path}`, content] as const);
}

async function filesBelow(directory: string): Promise<Tree> {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return new Map(
        await Promise.all(
            files.map(async ({ parentPath, name }) => {
                const file = join(parentPath, name);
                const path = file.slice(directory.length + 1);
                return [path, await readFile(file, "utf8")] as const;
            }),
        ),
    );
}
