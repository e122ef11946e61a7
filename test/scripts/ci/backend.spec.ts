import assert from "node:assert/strict";

import { backendFault } from "../../../scripts/ci/backendFault";

const TOKEN = "pul-0123456789";

describe("scripts/ci: the backend", () => {
    for (const environmentUrl of [
        "s3://bucket?region=eu-central-1",
        "azblob://container",
        "gs://bucket",
        " S3://bucket ",
    ]) {
        it(`accepts ${environmentUrl}`, () => {
            assert.equal(backendFault({ environmentUrl }), undefined);
        });
    }

    it("accepts Pulumi Cloud, by a token alone or a server of one's own by URL", () => {
        assert.equal(backendFault({ accessToken: TOKEN }), undefined);
        const environmentUrl = "https://api.pulumi.example";
        assert.equal(backendFault({ environmentUrl, accessToken: TOKEN }), undefined);
    });

    it("refuses what is not set, and says how to set it", () => {
        const fault = backendFault({ environmentUrl: "", accessToken: "" });
        assert.match(fault ?? "", /PULUMI_BACKEND_URL is not set/);
        assert.match(fault ?? "", /gh variable set PULUMI_BACKEND_URL/);
        assert.match(fault ?? "", /gh secret set PULUMI_ACCESS_TOKEN --env dev/);
    });

    it("refuses a directory of the runner, even with a token", () => {
        for (const environmentUrl of ["file://~", "file:///tmp/state?metadata=skip"]) {
            const fault = backendFault({ environmentUrl, accessToken: TOKEN });
            assert.match(fault ?? "", /is a directory of this runner/);
        }
    });

    it("refuses Pulumi Cloud by URL without a token", () => {
        const fault = backendFault({ environmentUrl: "https://api.pulumi.com" });
        assert.match(fault ?? "", /needs PULUMI_ACCESS_TOKEN/);
    });

    it("refuses what it does not know, without what may be secret in the URL", () => {
        const fault =
            backendFault({ environmentUrl: "http://user:hunter2@host/x?token=abc1" }) ?? "";
        assert.match(fault, /http:\/\/host\/x is none of https:, s3:/);
        assert.doesNotMatch(fault, /hunter2|abc1/);
        assert.match(backendFault({ environmentUrl: "/state" }) ?? "", /\/state is none of/);
    });

    it("follows Pulumi.yaml where the environment says nothing, as Pulumi does", () => {
        assert.equal(backendFault({ projectUrl: "gs://bucket" }), undefined);
        assert.match(backendFault({ projectUrl: "file://~" }) ?? "", /directory of this runner/);
        const both = { projectUrl: "gs://bucket", environmentUrl: "file://~" };
        assert.match(backendFault(both) ?? "", /directory of this runner/);
    });
});
