import assert from "node:assert/strict";

import { missingReadAccess } from "../../../../scripts/ci/preview/readAccess";

describe("credentials that only read", () => {
    it("are asked for by name, with the command that sets them", () => {
        const message = missingReadAccess("prod", { PREVIEW_GITHUB_TOKEN: "t" });
        assert.match(message ?? "", /gh secret set PREVIEW_KUBECONFIG --env preview-prod/);
        assert.doesNotMatch(message ?? "", /PREVIEW_GITHUB_TOKEN/);
    });

    it("are complete with both", () => {
        const env = { PREVIEW_GITHUB_TOKEN: "t", PREVIEW_KUBECONFIG: "k" };
        assert.equal(missingReadAccess("dev", env), undefined);
    });
});
