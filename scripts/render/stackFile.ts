import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import { isKeyName, isSecret, keyNames } from "../../stacks/config/configKeys";
import type { Source } from "../../stacks/config/parse";
import { secretStandIn, standInFor } from "./standIns";

const PROJECT = "argocd-image-drift";

const file = z.object({ config: z.record(z.string(), z.unknown()).optional() });
const encrypted = z.strictObject({ secure: z.string() });

/**
 * A stack file as the engine would hand it over, with stand-ins where it holds secrets, which only
 * the engine can decrypt.
 *
 * @throws Error if there is no such file
 */
export function readStackFile(folder: string, stack: string): Source {
    const name = `Pulumi.${stack}.yaml`;
    const path = join(folder, name);
    if (!existsSync(path)) {
        throw new Error(`There is no ${name} in ${folder}.`);
    }
    const { config = {} } = file.parse(parse(readFileSync(path, "utf8")) ?? {});
    const values: Record<string, string> = {};
    const secretKeys = new Set<string>();
    for (const [fullName, value] of Object.entries(config)) {
        const key = ownKey(fullName);
        if (key !== undefined) {
            values[key] = textOf(key, value, contextOf(config));
            if (holdsSecret(value)) {
                secretKeys.add(key);
            }
        }
    }
    return { stack, values, secretKeys };
}

/** The same with the secrets that are not there yet: they come by command, not by editor. */
export function withMissingSecrets(source: Source): { source: Source; added: string[] } {
    const added = keyNames.filter(
        (name) => isSecret(name) && (source.values[name] ?? "") === "" && isNeeded(source, name),
    );
    const values = Object.fromEntries(added.map((name) => [name, standInFor(name, "current")]));
    return {
        source: {
            ...source,
            values: { ...source.values, ...values },
            secretKeys: new Set([...source.secretKeys, ...added]),
        },
        added,
    };
}

function isNeeded({ values }: Source, name: string): boolean {
    return (
        name === "githubToken" ||
        (name === "gitToken" && values.gitAuth === "token") ||
        (name === "githubAppPrivateKey" && values.gitAuth === "githubApp")
    );
}

// Keys without a namespace are the project's own.
function ownKey(fullName: string): string | undefined {
    const [namespace, ...rest] = fullName.split(":");
    return rest.length === 0 ? namespace : namespace === PROJECT ? rest.join(":") : undefined;
}

// Nobody can read which contexts an encrypted kubeconfig has: it is taken to have the one asked for.
function contextOf(config: Readonly<Record<string, unknown>>): string {
    const context = config[`${PROJECT}:kubeContext`] ?? config.kubeContext;
    return typeof context === "string" && context !== "" ? context : "current";
}

function textOf(key: string, value: unknown, context: string): string {
    if (encrypted.safeParse(value).success) {
        return isKeyName(key) ? standInFor(key, context) : secretStandIn(key);
    }
    if (typeof value === "object" && value !== null) {
        return JSON.stringify(withStandIns(key, value));
    }
    return typeof value === "string" ? value : JSON.stringify(value ?? "");
}

function withStandIns(path: string, value: unknown): unknown {
    if (encrypted.safeParse(value).success) {
        return secretStandIn(path);
    }
    if (Array.isArray(value)) {
        return value.map((item, index) => withStandIns(`${path}[${index}]`, item));
    }
    return typeof value === "object" && value !== null
        ? Object.fromEntries(
              Object.entries(value).map(([key, item]) => [
                  key,
                  withStandIns(`${path}.${key}`, item),
              ]),
          )
        : value;
}

function holdsSecret(value: unknown): boolean {
    return (
        encrypted.safeParse(value).success ||
        (typeof value === "object" && value !== null && Object.values(value).some(holdsSecret))
    );
}
