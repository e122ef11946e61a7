/**
 * Mocha's own report, and its counts as JSON in the file that IMAGE_DRIFT_LAB_COUNTS names: whoever
 * started mocha adds what it knows, and says the sum.
 */
const fs = require("node:fs");
const { reporters, Runner } = require("mocha");

module.exports = class CountingReporter extends reporters.Spec {
    constructor(runner, options) {
        super(runner, options);
        runner.once(Runner.constants.EVENT_RUN_END, () => {
            const file = process.env.IMAGE_DRIFT_LAB_COUNTS;
            if (file) {
                const { passes: passed, failures: failed, pending: skipped } = this.stats;
                fs.writeFileSync(file, JSON.stringify({ passed, failed, skipped }));
            }
        });
    }
};
