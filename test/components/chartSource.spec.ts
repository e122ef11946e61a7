import assert from "node:assert/strict";

import { chartInputs } from "../../components/chartSource";

describe("a chart's source", () => {
    it("is handed on as a release's inputs, without what is not given", () => {
        assert.deepEqual(
            chartInputs({ chart: "c", repository: "https://charts.example.com", version: "1.0.0" }),
            {
                chart: "c",
                version: "1.0.0",
                repositoryOpts: { repo: "https://charts.example.com" },
            },
        );
        assert.deepEqual(chartInputs({ chart: "oci://host/c", version: "1.0.0" }), {
            chart: "oci://host/c",
            version: "1.0.0",
        });
        assert.deepEqual(chartInputs({ chart: "./c.tgz" }), { chart: "./c.tgz" });
    });
});
