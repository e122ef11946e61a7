import type { z } from "zod";

import { appKeys, registryKeys, updateKeys } from "./keys/app";
import { argoCdKeys, ingressKeys } from "./keys/argoCd";
import { buildKeys } from "./keys/builds";
import { clusterKeys, githubKeys } from "./keys/github";
import { gitKeys, repositoryKeys } from "./keys/repository";
import { repositorySettingKeys, reviewKeys } from "./keys/repositorySettings";
import type { Key } from "./key";

/** The groups of the configuration, in the order of the documentation. */
export const keyGroups = {
    GitHub: githubKeys,
    Cluster: clusterKeys,
    Repository: { ...repositoryKeys, ...repositorySettingKeys },
    "Rules and reviews": reviewKeys,
    "Git credentials": gitKeys,
    "Argo CD and the updater": argoCdKeys,
    Registry: registryKeys,
    Builds: buildKeys,
    Application: appKeys,
    Updates: updateKeys,
    Ingress: ingressKeys,
} as const;

/** Every configuration key of the project. */
export const configKeys = {
    ...githubKeys,
    ...clusterKeys,
    ...repositoryKeys,
    ...repositorySettingKeys,
    ...reviewKeys,
    ...gitKeys,
    ...argoCdKeys,
    ...registryKeys,
    ...buildKeys,
    ...appKeys,
    ...updateKeys,
    ...ingressKeys,
};

export type KeyName = keyof typeof configKeys;

/** The value of every key that is given and valid by itself. */
export type Values = {
    readonly [K in KeyName]?: z.output<(typeof configKeys)[K]["schema"]>;
};

export const keyNames = Object.keys(configKeys) as readonly KeyName[];

export function isKeyName(name: string): name is KeyName {
    return Object.hasOwn(configKeys, name);
}

/** A key's declaration, whatever its value. */
export function declaration(name: KeyName): Key<unknown> {
    return configKeys[name];
}

export function isSecret(name: KeyName): boolean {
    return declaration(name).secret === true;
}
