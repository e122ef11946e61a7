import type { Problem } from "./problem";

const ENTRY = /^(\w+)\[(\d+)\]/;

/**
 * The problems in an order in which their commands can be run: an entry that is removed moves those
 * behind it, so a list that loses entries is put right from its end.
 */
export function inOrderOfFix(problems: readonly Problem[]): Problem[] {
    const shrinking = new Set(problems.filter(removesEntry).map(({ key }) => listOf(key) ?? key));
    return [...shrinking].reduce(fromTheEnd, [...problems]);
}

function removesEntry({ fix }: Problem): boolean {
    return fix.some((command) => /^pulumi config rm .*\[\d+\]'?$/.test(command));
}

/** The list's problems change places with each other, and with nothing else. */
function fromTheEnd(problems: Problem[], list: string): Problem[] {
    const isOfList = ({ key }: Problem) => key === list || listOf(key) === list;
    const ordered = problems.filter(isOfList).sort((a, b) => indexOf(b.key) - indexOf(a.key));
    return problems.map((problem) => (isOfList(problem) ? (ordered.shift() ?? problem) : problem));
}

function listOf(key: string): string | undefined {
    return ENTRY.exec(key)?.[1];
}

/** What is said of the whole list comes first. */
function indexOf(key: string): number {
    return Number(ENTRY.exec(key)?.[2] ?? Number.MAX_SAFE_INTEGER);
}
