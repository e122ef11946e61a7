/** Expressions of workflows, worked out by GitHub's own evaluator. */

/** How the jobs stand that a job needs. */
export interface Status {
    readonly failed?: boolean;
    readonly cancelled?: boolean;
    /** Whether one of them was skipped. */
    readonly skipped?: boolean;
}

/** Contexts by name, as plain data: `{ github: { event_name: "push" } }`. */
export type Contexts = Readonly<Record<string, unknown>>;

const STATUS = /\b(success|failure|cancelled|always)\(\)/;

/** Whether a job or a step with this `if` is run. */
export async function isRun(
    condition: string | undefined,
    contexts: Contexts,
    status: Status = {},
): Promise<boolean> {
    const own = condition?.replace(/^\$\{\{([^]*)\}\}$/, "$1") ?? "true";
    // GitHub asks for success where nothing is said of it.
    const whole = STATUS.test(own) ? own : `success() && (${own})`;
    const value = await valueOf(whole, contexts, status);
    return value !== false && value !== null && value !== "" && value !== 0;
}

/** A text with the values of its expressions in place; the bare value if it is one expression. */
export async function evaluated(text: string, contexts: Contexts): Promise<unknown> {
    const [, only] = /^\$\{\{((?:(?!\}\})[^])*)\}\}$/.exec(text) ?? [];
    if (only !== undefined) {
        return valueOf(only, contexts);
    }
    const parts = text.split(/\$\{\{([^]*?)\}\}/);
    const values = await Promise.all(
        parts.map(async (part, index) => (index % 2 === 0 ? part : valueOf(part, contexts))),
    );
    return values
        .map((value) => (typeof value === "string" ? value : JSON.stringify(value)))
        .join("");
}

async function valueOf(
    expression: string,
    contexts: Contexts,
    { failed = false, cancelled = false, skipped = false }: Status = {},
): Promise<unknown> {
    const { data, Evaluator, Lexer, Parser } = await import("@actions/expressions");
    const answers = {
        success: !failed && !cancelled && !skipped,
        failure: failed && !cancelled,
        cancelled,
        always: true,
    };
    const functions = Object.entries(answers).map(([name, answer]) => ({
        name,
        minArgs: 0,
        maxArgs: 0,
        call: () => new data.BooleanData(answer),
    }));
    const { tokens } = new Lexer(expression).lex();
    const parsed = new Parser(tokens, Object.keys(contexts), functions).parse();
    const known = new data.Dictionary(
        ...Object.entries(contexts).map(([key, value]) => ({ key, value: revived(value) })),
    );
    const byName = new Map(functions.map((each) => [each.name, each]));
    const value = new Evaluator(parsed, known, byName).evaluate();
    return JSON.parse(JSON.stringify(value, data.replacer)) as unknown;

    function revived(value: unknown) {
        return JSON.parse(JSON.stringify(value), data.reviver) as InstanceType<
            typeof data.Dictionary
        >;
    }
}
