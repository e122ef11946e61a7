import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { environmentFor, environments } from "../../stacks/environments";
import { environmentSettings } from "../../stacks/environmentSettings";

describe("environments", () => {
    it("are the three of the project", () => {
        assert.deepEqual(Object.keys(environments), ["dev", "staging", "prod"]);
    });

    it("differ as people expect", () => {
        const facts = Object.values(environments).map(({ overlay, replicas, update }) => ({
            overlay,
            replicas,
            strategy: update.strategy,
            constraint: update.constraint,
        }));
        assert.deepEqual(facts, [
            {
                overlay: "development",
                replicas: 1,
                strategy: "alphabetical",
                constraint: undefined,
            },
            { overlay: "staging", replicas: 2, strategy: "semver", constraint: "^1.0" },
            { overlay: "production", replicas: 3, strategy: "semver", constraint: "~1.0" },
        ]);
    });

    const tags: readonly [stack: string, tag: string, taken: boolean][] = [
        ["dev", "dev-20260102030405-0a1b2c3", true],
        ["dev", "dev-20260102030405-0a1b2c3d", false],
        ["dev", "v1.0.0", false],
        ["dev", "dev-latest", false],
        ["staging", "v1.2.3", true],
        ["staging", "1.2.3", true],
        ["staging", "v1.2.0-rc.1", true],
        ["staging", "v1.2", false],
        ["prod", "v1.0.9", true],
        ["prod", "dev-20260102030405-0a1b2c3", false],
        ["prod", "latest", false],
    ];
    for (const [stack, tag, taken] of tags) {
        it(`${stack} ${taken ? "considers" : "passes over"} the tag ${tag}`, () => {
            const expression = environmentFor(stack).update.allowTags.replace("regexp:", "");
            assert.equal(new RegExp(expression).test(tag), taken);
        });
    }

    for (const stack of ["qa", "toString", "__proto__", ""]) {
        it(`refuses the unknown stack "${stack}" and lists those there are`, () => {
            assert.throws(
                () => environmentFor(stack),
                (error: unknown) =>
                    pulumi.RunError.isInstance(error) &&
                    error.message.includes(`"${stack}"`) &&
                    error.message.includes("Known: dev, staging, prod.") &&
                    error.message.includes(`stacks/${stack}.ts`),
            );
        });
    }
});

describe("environmentSettings", () => {
    it("hands over what the environment says", () => {
        assert.deepEqual(environmentSettings(environmentFor("prod"), {}), {
            overlay: "production",
            replicas: 3,
            resources: {
                requests: { cpu: "100m", memory: "128Mi" },
                limits: { memory: "256Mi" },
            },
        });
    });

    it("adds the storage class and the pull secret where they are configured", () => {
        const settings = environmentSettings(
            environmentFor("dev"),
            { storageClassName: "fast" },
            "letsgo-app-registry",
        );
        assert.deepEqual(settings.storage, {
            size: "1Gi",
            accessMode: "ReadWriteOnce",
            storageClassName: "fast",
        });
        assert.equal(settings.imagePullSecret, "letsgo-app-registry");
    });
});
