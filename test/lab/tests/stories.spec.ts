import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { claim, unclaimed } from "../../../lab/tests/support/claims";
import { runsInOrder, storiesOfRun, storyFiles } from "../../../lab/tests/support/stories";

const project = path.resolve(__dirname, "../../..");

describe("stories of the lab", () => {
    it("are all in a whole run, once, with the charts' tests", () => {
        const stories = storyFiles(project);
        const runs = runsInOrder(stories);
        assert.ok(stories.length > 10);
        assert.deepEqual(runs.flatMap((run) => run.stories).sort(), stories.toSorted());
        assert.equal(runs.filter(({ charts }) => charts).length, 1);
        assert.equal(runs.filter(({ outside }) => outside).length, 1);
        assert.equal(new Set(runs.map(({ name }) => name)).size, runs.length);
    });

    it("of the long tables only have no lab in ordinary runs", () => {
        const all = storyFiles(project);
        assert.deepEqual(storiesOfRun(project, true), all);
        const ordinary = storiesOfRun(project, false);
        assert.deepEqual(
            all.filter((story) => !ordinary.includes(story)),
            [
                ...["5-adopt", "5-otherRegistry", "7-goodbye", "9-failures", "9-pullRequests"],
                ...["11-demo", "11-pipelineDrift", "11-pipelinePreview", "12-guides"],
            ].map((name) => `${name}.spec.ts`),
        );
    });

    it("begin with the longest, then go by number", () => {
        const names = ["1-a", "2-b", "6-c", "6-d", "7-e", "9-f", "9-g", "12-h"].map(
            (name) => `${name}.spec.ts`,
        );
        assert.deepEqual(
            runsInOrder(names).map(({ name }) => name.replace(".spec.ts", "")),
            ["6-c", "6-d", "9-f", "9-g", "2-b", "1-a", "7-e", "12-h", "charts", "outside"],
        );
    });

    it("share a lab if they install nothing in it", () => {
        const names = ["1-refusals", "5-adopt", "11-pipelineDrift", "11-policy"].map(
            (name) => `${name}.spec.ts`,
        );
        assert.deepEqual(
            runsInOrder(names).map(({ name }) => name.replaceAll(".spec.ts", "")),
            ["11-pipelineDrift", "5-adopt", "1-refusals and 11-policy and charts", "outside"],
        );
    });

    it("are taken by one lane each, and none is forgotten", () => {
        const directory = fs.mkdtempSync(path.join(os.tmpdir(), "image-drift-claims-"));
        try {
            assert.deepEqual(
                [claim(directory, "a"), claim(directory, "b"), claim(directory, "a")],
                [true, true, false],
            );
            assert.deepEqual(unclaimed(directory, ["a", "b", "c"]), ["c"]);
            assert.throws(() => claim(path.join(directory, "nowhere"), "a"), /ENOENT/);
        } finally {
            fs.rmSync(directory, { recursive: true });
        }
    });
});
