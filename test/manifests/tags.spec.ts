import assert from "node:assert/strict";

import { DEV_TAGS, onlyTag, VERSION_TAGS } from "../../components/manifests/tags";

/** Which of the tags a list of allowed tags lets through. */
function allowed(allowTags: string, tags: readonly string[]): string[] {
    const expression = new RegExp(allowTags.replace(/^regexp:/, ""));
    return tags.filter((tag) => expression.test(tag));
}

describe("allowed tags", () => {
    it("of versions are whole versions, with or without v", () => {
        const versions = ["v1.0.1", "1.0.1", "v0.0.0", "v10.20.30", "v1.2.0-rc.1", "1.0.0-0"];
        assert.deepEqual(allowed(VERSION_TAGS, versions), versions);
    });

    it("of versions are nothing that only looks like one", () => {
        const others = [
            "latest",
            "v1",
            "v1.2",
            "v1.2.3.4",
            "v1.2.03",
            "v01.2.3",
            "v1.2.3_4",
            "v1.2.3-",
            "V1.2.3",
            "release-1.2.3",
            "v1.2.3-rc.1_",
        ];
        assert.deepEqual(allowed(VERSION_TAGS, others), []);
    });

    it("of builds are those that the workflow makes of the main branch", () => {
        const build = "dev-20260131123456-0a1b2c3";
        const others = [
            "dev-latest",
            "dev-20260131123456",
            "dev-20260131123456-0a1b2c",
            "dev-20260131123456-notahex",
            "v1.0.1",
        ];
        assert.deepEqual(allowed(DEV_TAGS, [build, ...others]), [build]);
    });

    it("of a pin are that tag, whatever it has in it", () => {
        assert.deepEqual(allowed(onlyTag("v1.0.3"), ["v1.0.3", "v1x0x3", "v1.0.30"]), ["v1.0.3"]);
    });
});
