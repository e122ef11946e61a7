import * as fs from "node:fs";
import * as path from "node:path";

import { hash } from "bcryptjs";

import { mirrorFile, registryMirror } from "../cluster/nodeConfiguration";
import { PRIVATE_REGISTRY_URL, REGISTRY_URL } from "../network/addresses";
import type { LabPaths } from "../paths";

/** A user of the private registry. */
export interface RegistryUser {
    readonly name: string;
    readonly password: string;
}

/** Each request is checked anew, and two cores have other things to do. */
const BCRYPT_ROUNDS = 4;

/** The file of users, which the private registry reads again when it changes. */
export function registryUsersFile(paths: LabPaths): string {
    return path.join(paths.run, "registry.htpasswd");
}

/** Lets these users in, and nobody else, from now on. */
export async function setRegistryUsers(
    paths: LabPaths,
    users: readonly RegistryUser[],
): Promise<void> {
    const lines = users.map(async ({ name, password }) => {
        return `${name}:${await hash(password, BCRYPT_ROUNDS)}\n`;
    });
    const file = registryUsersFile(paths);
    fs.writeFileSync(`${file}.draft`, (await Promise.all(lines)).join(""), { mode: 0o600 });
    fs.renameSync(`${file}.draft`, file);
}

/**
 * Makes the node pull the images of a host from the private registry, or again from the open one:
 * containerd looks up where a host's images are at each pull.
 *
 * @param host as in image names: `ghcr.io`
 */
export function pullPrivately(paths: LabPaths, host: string, isPrivate: boolean): void {
    const file = mirrorFile(paths.run, host);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, registryMirror(isPrivate ? PRIVATE_REGISTRY_URL : REGISTRY_URL));
}
