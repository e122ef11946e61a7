import assert from "node:assert/strict";

import { isKeyName, isSecret } from "../../stacks/config/configKeys";
import type { Problem } from "../../stacks/config/problem";
import { runCommands } from "./configCommands";
import { type CheckOptions, type Given, LEAST, problemsOf } from "./configSource";

/** What may be said without the value that was found. */
const VALUELESS = /^is (missing|no configuration key|stored as a secret)/;

/**
 * The configuration's problems, each of which says what is allowed and how to put it right: its
 * commands end it and bring no other, and all of them together end all.
 */
export function fixableProblems(given: Given, options?: CheckOptions): readonly Problem[] {
    const whole = { ...LEAST, ...given };
    const problems = problemsOf(whole, options);
    for (const problem of problems) {
        assertComplete(problem);
        assertFixed(whole, problem, problems, options);
    }
    if (problems.every(isOfConfiguration)) {
        const commands = problems.flatMap(({ fix }) => fix);
        const left = problemsOf(runCommands(whole, commands), fixedOptions(commands, options));
        assert.deepEqual(left.map(told), [], `after ${commands.join("; ")}`);
    }
    return problems;
}

function assertComplete({ key, value, reason, allowed, fix }: Problem): void {
    assert.notEqual(allowed, "", `${key} ${reason}: without what is allowed`);
    assert.ok(fix.length > 0, `${key} ${reason}: without a fix`);
    const name = key.split(/[.[]/)[0] ?? "";
    const isKept = isKeyName(name) && isSecret(name);
    assert.equal(
        value === undefined,
        isKept || VALUELESS.test(reason),
        `${key} ${reason}: with ${JSON.stringify(value)}`,
    );
}

function assertFixed(
    given: Given,
    problem: Problem,
    before: readonly Problem[],
    options?: CheckOptions,
): void {
    if (!isOfConfiguration(problem)) {
        assert.match(problem.fix.join("; "), /^edit \S+ in stacks\/\w+\.ts$/);
        return;
    }
    const { fix } = problem;
    const after = problemsOf(runCommands(given, fix), fixedOptions(fix, options)).map(anywhere);
    const known = before.map(anywhere);
    const same = (one: string) => one === anywhere(problem);
    assert.ok(
        after.filter(same).length < known.filter(same).length,
        `${told(problem)}, still after ${fix.join("; ")}`,
    );
    assert.deepEqual(
        after.filter((one) => !known.includes(one)),
        [],
        `${told(problem)}; after ${fix.join("; ")}`,
    );
}

/** What is wrong with an environment's own file no command puts right. */
function isOfConfiguration({ fix }: Problem): boolean {
    return !fix.some((command) => command.startsWith("edit "));
}

/** Keys that the commands encrypt are plain no more. */
function fixedOptions(commands: readonly string[], options: CheckOptions = {}): CheckOptions {
    const isEncrypted = (key: string) =>
        commands.some((command) => command.includes(" --secret ") && command.includes(key));
    return { ...options, plain: (options.plain ?? []).filter((key) => !isEncrypted(key)) };
}

function told({ key, reason }: Problem): string {
    return `${key} ${reason}`;
}

/** An entry that is removed moves those behind it, and what is said of them. */
function anywhere(problem: Problem): string {
    return told(problem).replaceAll(/\[\d+\]/g, "[…]");
}
