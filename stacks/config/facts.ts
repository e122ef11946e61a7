import type { Environment } from "../environment";

import { setCommand, removeCommand } from "./command";
import { declaration, isSecret, type KeyName, type Values } from "./configKeys";
import type { Problem } from "./problem";

/** What the rules between keys look at. */
export interface Facts {
    readonly stack: string;
    readonly environment: Environment;
    /** Every stack there is an environment for. */
    readonly knownStacks: readonly string[];
    /** Keys that are set, validly or not. */
    readonly given: ReadonlySet<KeyName>;
    /** What they are set to, as people wrote it. */
    readonly written: Readonly<Partial<Record<KeyName, unknown>>>;
    /** The values of the valid ones among them. */
    readonly values: Values;
}

/** A rule between keys. It keeps silent where a key it depends on is invalid by itself. */
export type Rule = (facts: Facts) => Problem[];

/** The key's value, or the fallback if it is not set; nothing if it is set to something invalid. */
export function settled<K extends KeyName>(
    facts: Facts,
    name: K,
    fallback: NonNullable<Values[K]>,
): Values[K] {
    return facts.given.has(name) ? facts.values[name] : fallback;
}

/** A key that has to be given and is not. */
export function missing(facts: Facts, name: KeyName, reason = "is missing"): Problem {
    const { allowed, example, secret } = declaration(name);
    return {
        key: name,
        reason,
        allowed,
        fix: [
            setCommand({
                stack: facts.stack,
                key: `${name}${example.path ?? ""}`,
                value: example.value,
                ...(secret === undefined ? {} : { secret }),
            }),
        ],
    };
}

/** The keys' problem that they may not be given, for each that is. */
export function excess(
    facts: Facts,
    names: readonly KeyName[],
    reason: string,
    allowed: string,
): Problem[] {
    return names
        .filter((name) => facts.given.has(name))
        .map((name) => ({
            ...found(facts, name),
            reason,
            allowed,
            fix: [removeCommand(facts.stack, name)],
        }));
}

/** Key and value of a problem; only the key if it is a secret. */
export function found(facts: Facts, name: KeyName): Pick<Problem, "key" | "value"> {
    return isSecret(name) ? { key: name } : { key: name, value: facts.written[name] };
}
