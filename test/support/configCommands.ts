/** The commands of messages, run on a configuration as the Pulumi CLI runs them on a stack file. */
import assert from "node:assert/strict";

import { isKeyName, isSecret } from "../../stacks/config/configKeys";
import type { Given } from "./configSource";
import { kubeconfigWith } from "./kubeconfigs";
import { APP_KEY } from "./privateKeys";

/** What somebody answers who is asked for a secret, or has in the file that is named. */
const ANSWERS: Readonly<Record<string, string>> = {
    githubAppPrivateKey: APP_KEY,
    kubeconfig: kubeconfigWith(["one"], "one"),
};

type Container = Record<string, unknown> | unknown[];

/**
 * The configuration after the commands.
 *
 * @throws AssertionError where the CLI would refuse the command, or it is none of those known
 */
export function runCommands(given: Given, commands: readonly string[]): Given {
    const values: Record<string, unknown> = structuredClone({ ...given });
    for (const command of commands) {
        runCommand(values, command);
    }
    // Only values of the configuration were put into it.
    return values as Given;
}

function runCommand(values: Record<string, unknown>, command: string): void {
    const scanned = /^ssh-keyscan (\S+) \| (.*)$/.exec(command);
    const [program, config, verb, ...rest] = words(scanned?.[2] ?? command);
    assert.deepEqual([program, config], ["pulumi", "config"], command);
    const isPath = rest.includes("--path");
    const isSecretSet = rest.includes("--secret");
    const [key = "", value] = positional(rest);
    const path = isPath ? pathOf(key) : [key];
    const root = String(path[0]);
    if (verb === "rm") {
        remove(values, path);
        return;
    }
    assert.equal(verb, "set", command);
    assert.equal(isSecretSet, isKeyName(root) && isSecret(root), `${command}: secret or not`);
    const text = scanned
        ? `${scanned[1] ?? ""} ssh-ed25519 AAAA`
        : isSecretSet
          ? (ANSWERS[root] ?? "answered")
          : value;
    assert.ok(text !== undefined, `${command}: asks for what is no secret`);
    set(values, path, isPath ? typed(text) : text, command);
}

/** Keys and values; of `< file` only that there is one. */
function positional(args: readonly string[]): string[] {
    const plain = args.indexOf("<") < 0 ? args : args.slice(0, args.indexOf("<"));
    return plain.filter(
        (arg, index) => !/^--(path|secret|stack|)$/.test(arg) && plain[index - 1] !== "--stack",
    );
}

function words(command: string): string[] {
    return [...command.matchAll(/(?:'[^']*'|\\.|[^\s'\\])+/g)].map(([word]) =>
        word.replace(/'([^']*)'|\\(.)/g, "$1$2"),
    );
}

function pathOf(key: string): (string | number)[] {
    return [...key.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
        ([, quoted, index, name = ""]) => (index !== undefined ? Number(index) : (quoted ?? name)),
    );
}

/** With `--path` the CLI takes digits for numbers, and two words for what they say. */
function typed(text: string): unknown {
    if (text === "true" || text === "false") {
        return text === "true";
    }
    return /^(0|-?[1-9]\d*)$/.test(text) ? Number(text) : text;
}

function set(
    values: Record<string, unknown>,
    path: readonly (string | number)[],
    value: unknown,
    command: string,
): void {
    let container: Container = values;
    path.slice(0, -1).forEach((part, depth) => {
        let inner = at(container, part, command);
        // A key's own text gives way; what stands deeper does not.
        if (inner === undefined || (depth === 0 && !isContainer(inner))) {
            inner = typeof path[depth + 1] === "number" ? [] : {};
            put(container, part, inner);
        }
        assert.ok(isContainer(inner), `${command}: expected a map`);
        container = inner;
    });
    const last = path.at(-1) ?? "";
    at(container, last, command);
    put(container, last, value);
}

function remove(values: Record<string, unknown>, path: readonly (string | number)[]): void {
    const container = path
        .slice(0, -1)
        .reduce<unknown>(
            (inner, part) => (isContainer(inner) ? Reflect.get(inner, part) : undefined),
            values,
        );
    const last = path.at(-1) ?? "";
    if (Array.isArray(container)) {
        container.splice(Number(last), 1);
    } else if (isContainer(container)) {
        Reflect.deleteProperty(container, last);
    }
}

function at(container: Container, part: string | number, command: string): unknown {
    if (Array.isArray(container)) {
        assert.equal(typeof part, "number", `${command}: key for an array must be an int`);
        assert.ok(Number(part) <= container.length, `${command}: array index out of range`);
    } else {
        assert.equal(typeof part, "string", `${command}: key for a map must be a string`);
    }
    return Reflect.get(container, part);
}

function put(container: Container, part: string | number, value: unknown): void {
    Reflect.set(container, part, value);
}

function isContainer(value: unknown): value is Container {
    return typeof value === "object" && value !== null;
}
