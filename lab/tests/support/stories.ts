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

/**
 * Stories that install nothing in the cluster, and leave nothing behind: those of a line have a lab
 * in common, because to start one for each takes as long as they do. The tests of charts and
 * workflow files, which want nothing of the lab but its tools, go with the first line.
 */
const SHARING = [
    ["1-refusals", "8-joining", "11-firstPreview", "11-policy"],
    ["5-adopt", "11-pipelinePreview"],
].map((names) => names.map((name) => `${name}.spec.ts`));

/** Files of the stories, by number. */
export function storyFiles(project: string): string[] {
    const byNumber = new Intl.Collator("en", { numeric: true });
    return fs
        .readdirSync(path.join(project, "lab/tests"))
        .filter((file) => file.endsWith(".spec.ts"))
        .sort(byNumber.compare);
}

/** Those that this run has tests of: the others would have a lab for nothing. */
export function storiesOfRun(project: string, full: boolean): string[] {
    const isLong = (story: string) =>
        /^(if \(isFullRun\(\)\) \{$|describeInFullRuns\()/m.test(
            fs.readFileSync(path.join(project, "lab/tests", story), "utf8"),
        );
    return storyFiles(project).filter((story) => full || !isLong(story));
}

/** What a whole run goes through, in the order in which labs take it. */
export function runsInOrder(stories: readonly string[]): Run[] {
    const place = (story: string) => {
        const index = LONGEST.indexOf(Number.parseInt(story));
        return index < 0 ? LONGEST.length : index;
    };
    const shared = SHARING.map((names) => names.filter((name) => stories.includes(name)));
    const alone = stories.filter((story) => !shared.flat().includes(story)).map((story) => [story]);
    const [withCharts = [], ...others] = shared;
    return [
        ...[...alone, ...others.filter(([first]) => first !== undefined)]
            .toSorted(([one = ""], [other = ""]) => place(one) - place(other))
            .map((together) => ({
                name: together.join(" and "),
                stories: together,
                charts: false,
            })),
        { name: [...withCharts, "charts"].join(" and "), stories: withCharts, charts: true },
        OUTSIDE,
    ];
}
