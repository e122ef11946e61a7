import * as path from "node:path";

import { OWNER } from "../engine/settings";
import { buildAndPush } from "../loop/build";
import { followBuild } from "../loop/hops";
import { imageOf } from "../loop/lab";
import { WorkingCopy } from "../loop/workingCopy";
import { type Action, OVERLAYS } from "./actions";
import { CLONE, linkPackages } from "./checkout";
import { REPOSITORY, type World } from "./world";

/** Does what people, GitHub and registries would do. */
export async function perform(world: World, action: Action): Promise<void> {
    switch (action.kind) {
        case "packages":
            return linkPackages(world.lab.paths.project, path.join(world.directory, CLONE));
        case "push":
            return pushChange(world, action.file);
        case "build":
            return build(world, action);
    }
}

async function build(
    world: World,
    { names, tag, stack }: Extract<Action, { kind: "build" }>,
): Promise<void> {
    const copy = await clone(world);
    for (const name of names) {
        const built = await buildAndPush(copy, name, imageOf(name), tag);
        if (stack !== undefined) {
            const { api } = world.lab;
            await followBuild(
                {
                    api,
                    repository: world.repository,
                    instance: `${REPOSITORY}-${stack}`,
                    argoNamespace: "argocd",
                    overlay: OVERLAYS[stack],
                },
                built,
            );
        }
    }
}

async function pushChange(world: World, file: string): Promise<void> {
    const copy = await clone(world);
    await copy.push(`Change ${file}`, (text) => `${text}// A change.\n`, file);
}

async function clone({ lab }: World): Promise<WorkingCopy> {
    const { web } = await lab.gitHub.health();
    return WorkingCopy.clone({
        directory: path.join(lab.paths.run, "guides", "working-copy"),
        url: `${web}/${OWNER}/${REPOSITORY}.git`,
        token: lab.token,
    });
}
