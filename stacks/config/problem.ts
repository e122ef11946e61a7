/** One thing that is wrong with the configuration. */
export interface Problem {
    /** Where: a key, or a place in a structured one: `images[0].port`. */
    readonly key: string;
    /** What was found there; absent for secrets, for unknown keys and where there is nothing. */
    readonly value?: unknown;
    /** What is wrong, to be read after the key: `is missing`. */
    readonly reason: string;
    /** What would be right. */
    readonly allowed: string;
    /** The commands, or the edit, that put it right: one after the other. */
    readonly fix: readonly string[];
    /** The value is one of the sample files' placeholders; nothing else may be wrong with it. */
    readonly placeholder?: true;
}

const LONGEST_VALUE = 120;

/** All problems of a stack as one message. */
export function describeProblems(stack: string, problems: readonly Problem[]): string {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    return [
        `The configuration of stack "${stack}" has ${count}. Nothing was created or changed.`,
        ...problems.map(describeProblem),
    ].join("\n\n");
}

function describeProblem(problem: Problem): string {
    const found = problem.value === undefined ? "" : ` = ${shortened(problem.value)}`;
    return [
        `  ${problem.key}${found}`,
        `      ${problem.reason}`,
        `      allowed: ${problem.allowed}`,
        `      fix:     ${problem.fix.join("\n               ")}`,
    ].join("\n");
}

function shortened(value: unknown): string {
    // A URL that was refused because it carries credentials must not carry them into the log.
    const text = JSON.stringify(value).replace(/\/\/[^/@\s"]+@/g, "//…@");
    return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`;
}
