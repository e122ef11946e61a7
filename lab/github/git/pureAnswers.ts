/** Remembers what git says of commits by their ids: that never changes, and a process each costs. */
import { git, type RunOptions, type RunResult } from "./run";

/** How many answers are kept, over all repositories; the oldest go first. */
const AT_MOST = 2_000;

const known = new Map<string, Promise<RunResult>>();

/** Commits by their full ids: alone, left out, or as a range. */
const IS_ID = /^(\^?[0-9a-f]{40}|[0-9a-f]{40}\.{2,3}[0-9a-f]{40})$/;

/** Options that read no refs, as `--branches` and `--all` do. */
const IS_PURE =
    /^(-[zrtlm]|-\d+|--(no-color|format=.*|raw|numstat|no-renames|no-abbrev|first-parent|write-tree|is-ancestor))$/s;

/**
 * `git`, asked once where its arguments name commits by their ids, and nothing that can move.
 * Commands are always asked with the same `accept`.
 */
export function gitOnce(
    directory: string,
    args: readonly string[],
    options: Pick<RunOptions, "accept"> = {},
): Promise<RunResult> {
    const [command = "", ...rest] = args;
    const areIds = rest.some((arg) => IS_ID.test(arg));
    if (!areIds || !rest.every((arg) => IS_ID.test(arg) || IS_PURE.test(arg))) {
        return git(directory, args, options);
    }
    const key = [directory, command, ...rest].join("\0");
    const remembered = known.get(key);
    if (remembered) {
        return remembered;
    }
    const answer = git(directory, args, options);
    known.set(key, answer);
    // Codes above 1 are failures: a commit that is not there yet may come.
    answer.then(
        ({ code }) => {
            if (code > 1) {
                known.delete(key);
            }
        },
        () => known.delete(key),
    );
    for (const oldest of known.keys()) {
        if (known.size <= AT_MOST) {
            break;
        }
        known.delete(oldest);
    }
    return answer;
}

/** Another repository may come where this one was. */
export function forget(directory: string): void {
    for (const key of known.keys()) {
        if (key.startsWith(`${directory}\0`)) {
            known.delete(key);
        }
    }
}
