import * as fs from "node:fs";
import * as path from "node:path";

/** Files that one mocha runs. */
export interface Run {
    /** What it is called in the queue. */
    readonly name: string;
    /** Names of files in lab/tests. */
    readonly stories: readonly string[];
    /** Whether the tests of charts and workflow files are run, which need the lab's tools. */
    readonly charts: boolean;
    /** Whether it is run outside, without a lab: it has to do with labs of its own. */
    readonly outside?: boolean;
}

/** The tests in lab/tests/outside. */
export const OUTSIDE: Run = { name: "outside", stories: [], charts: false, outside: true };

/**
 * Numbers of the stories that take longest, the longest first, in ordinary runs or full ones: begun
 * first, none of them is still going when all others have ended.
 */
const LONGEST = [6, 3, 4, 10, 9, 2];

/** Files of the stories, by number. */
export function storyFiles(project: string): string[] {
    const byNumber = new Intl.Collator("en", { numeric: true });
    return fs
        .readdirSync(path.join(project, "lab/tests"))
        .filter((file) => file.endsWith(".spec.ts"))
        .sort(byNumber.compare);
}

/** What a whole run goes through, in the order in which labs take it. */
export function runsInOrder(stories: readonly string[]): Run[] {
    const place = (story: string) => {
        const index = LONGEST.indexOf(Number.parseInt(story));
        return index < 0 ? LONGEST.length : index;
    };
    return [
        ...stories
            .toSorted((one, other) => place(one) - place(other))
            .map((story) => ({ name: story, stories: [story], charts: false })),
        OUTSIDE,
        { name: "charts", stories: [], charts: true },
    ];
}
