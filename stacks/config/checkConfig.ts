import type { Environment } from "../environment";
import type { PlainConfig } from "../stackConfig";

import { assemble } from "./assemble";
import type { Facts } from "./facts";
import { inOrderOfFix } from "./order";
import { parseKeys, type Source } from "./parse";
import type { Problem } from "./problem";
import { rules } from "./rules";

/** A configuration, or everything that is wrong with it. */
export interface CheckedConfig {
    /** Absent if there are problems. */
    readonly config?: PlainConfig;
    readonly problems: readonly Problem[];
}

/** Checks a stack's whole configuration: every key by itself, then all of them together. */
export function checkConfig(
    source: Source,
    environment: Environment,
    knownStacks: readonly string[],
): CheckedConfig {
    const { problems: keyProblems, ...parsed } = parseKeys(source);
    const facts: Facts = { stack: source.stack, environment, knownStacks, ...parsed };
    const problems = inOrderOfFix([...keyProblems, ...rules.flatMap((rule) => rule(facts))]);
    return problems.length === 0 ? { config: assemble(facts), problems } : { problems };
}
