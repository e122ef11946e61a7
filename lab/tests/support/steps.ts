import { isFullRun } from "./parts";

/** A test that goes on where the one before it ended. */
export type Step = (title: string, work: (this: Mocha.Context) => Promise<void>) => void;

/** `describe`, for a story that only full runs have: an ordinary one would take too long with all. */
export function describeInFullRuns(title: string, story: (this: Mocha.Suite) => void): void {
    if (isFullRun()) {
        describe(title, story);
    }
}

/** A step for full runs only; those after it do without, in ordinary ones. */
export function inFullRuns(step: Step): Step {
    return isFullRun() ? step : () => undefined;
}

/**
 * Makes the tests of a suite steps of one story: once one has failed, those after it are not tried
 * on what it left, and fail one by one. Preparations are steps too: where a hook fails, mocha drops
 * the tests that depend on it without counting them.
 *
 * @returns stands in for `it`
 */
export function stepsOfOneStory(): Step {
    let broken: string | undefined;
    // Not in the step itself, which goes on after mocha has given it up for taking too long.
    afterEach(function () {
        if (this.currentTest?.state === "failed") {
            broken ??= this.currentTest.title;
        }
    });
    return (title, work) => {
        it(title, async function () {
            if (broken !== undefined) {
                throw new Error(`not tried, because "${broken}" failed`);
            }
            await work.call(this);
        });
    };
}
