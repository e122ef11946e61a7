/**
 * Makes the tests of a suite steps of one story: once one has failed, those after it are not tried
 * on what it left, and count as failed.
 */
export function stepsOfOneStory(): void {
    let broken: string | undefined;
    beforeEach(function () {
        if (broken !== undefined) {
            throw new Error(`not tried, because this failed: ${broken}`);
        }
    });
    afterEach(function () {
        if (this.currentTest?.state === "failed") {
            broken ??= this.currentTest.title;
        }
    });
}
