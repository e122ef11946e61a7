/** Mocha's own report, and at its end the line that .ci/run counts. */
const { reporters, Runner } = require("mocha");

module.exports = class CountingReporter extends reporters.Spec {
    constructor(runner, options) {
        super(runner, options);
        runner.once(Runner.constants.EVENT_RUN_END, () => {
            // The report itself is written by a listener of the same event.
            process.once("exit", () => {
                const { passes, failures, pending } = this.stats;
                console.log(
                    `npm run test:lab: ${passes} passed, ${failures} failed, ${pending} skipped`,
                );
            });
        });
    }
};
