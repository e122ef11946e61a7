import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { appNames, imageUpdater } from "../../components/manifests";
import { summary, type SummaryArgs } from "../../components/summary";
import { type TrackedImage, trackedImages } from "../../components/trackedImages";
import { GHCR_APP, OTHER_APP } from "../manifests/sampleApps";
import { dev } from "../../stacks/dev";
import { staging } from "../../stacks/staging";
import { runProgram } from "../support/program";

const BACKEND: TrackedImage = {
    image: "ghcr.io/acme/backend",
    strategy: "semver",
    constraint: "^1.0",
    allowTags: "any",
};

const ARGS: SummaryArgs = {
    argoNamespace: "argocd",
    names: appNames("shop", "staging"),
    stack: "staging",
    health: { state: "Healthy", reasons: [] },
    overlay: "staging",
    trackedImages: [BACKEND],
    paused: false,
    application: "shop-staging",
    repositoryUrl: "https://github.com/acme/gitops",
    addToBase: [],
    repositoryIsKept: false,
};

const PASSWORD =
    "kubectl -n argocd get secret argocd-initial-admin-secret " +
    "-o jsonpath='{.data.password}' | base64 -d";

describe("the stack's outputs", () => {
    it("open Argo CD through a forwarded port, or at its Ingress", () => {
        const local = summary(ARGS);
        assert.equal(local.argoCdUrl, "https://localhost:8080");
        assert.deepEqual(local.argoCdSignIn, [
            "kubectl -n argocd port-forward svc/argocd-server 8080:443",
            PASSWORD,
        ]);
        const open = summary({ ...ARGS, ingressHost: "argo.example.com" });
        assert.equal(open.argoCdUrl, "https://argo.example.com");
        assert.deepEqual(open.argoCdSignIn, [PASSWORD]);
    });

    it("say where pull requests wait, and that somebody has to merge them", async () => {
        const byHand = summary({ ...ARGS, pullRequests: { autoMerge: false } });
        assert.deepEqual(byHand.waitingFor, [
            "ghcr.io/acme/backend: a tag within ^1.0, allowed by any",
            "then somebody who merges the updater's pull request",
        ]);
        const url = await new Promise((resolve) => {
            pulumi.output(byHand.pullRequests).apply(resolve);
        });
        assert.equal(
            url,
            "https://github.com/acme/gitops/pulls?q=" +
                "is%3Apr+is%3Aopen+head%3Aimage-updater-argocd-shop-staging-",
        );
        const alone = summary({ ...ARGS, pullRequests: { autoMerge: true } });
        assert.equal(alone.waitingFor.length, 1);
        assert.ok(!("pullRequests" in summary(ARGS)));
    });

    it("say which tag each image waits for, or that every image is held", () => {
        const images = [
            BACKEND,
            { image: "ghcr.io/acme/frontend", strategy: "alphabetical", allowTags: "any" },
        ];
        assert.deepEqual(summary({ ...ARGS, trackedImages: images }).waitingFor, [
            "ghcr.io/acme/backend: a tag within ^1.0, allowed by any",
            "ghcr.io/acme/frontend: a tag allowed by any",
        ]);
        assert.deepEqual(summary({ ...ARGS, paused: true }).waitingFor, [
            "nothing: config `paused` holds every image",
        ]);
    });

    it("name what destroy leaves on GitHub", async () => {
        const url = "https://github.com/Letsgo/letsgo-gitops";
        for (const [stack, config, kept] of [
            ["dev", {}, [url]],
            ["dev", { repositoryDeleteOnDestroy: "true" }, []],
            ["prod", {}, []],
        ] as const) {
            const { outputs } = await runProgram(stack, config);
            assert.deepEqual(outputs["keptOnDestroy"], kept, `${stack} ${JSON.stringify(config)}`);
        }
    });
});

describe("what destroy takes along for good", () => {
    it("is named where there is a volume", () => {
        assert.deepEqual(summary(ARGS).lostOnDestroy, []);
        assert.deepEqual(summary({ ...ARGS, volume: "shop-data" }).lostOnDestroy, [
            "the data on volume claim shop-data in namespace shop-staging",
        ]);
    });

    it("is dev's volume only, unless the others have one as well", async () => {
        for (const [stack, lost] of [
            ["dev", ["the data on volume claim letsgo-app-data in namespace letsgo-app-dev"]],
            ["prod", []],
        ] as const) {
            const { outputs } = await runProgram(stack);
            assert.deepEqual(outputs["lostOnDestroy"], lost, stack);
        }
    });
});

describe("the tracked images", () => {
    const track = (app: typeof GHCR_APP, policy: typeof dev.update | typeof staging.update) =>
        trackedImages(
            imageUpdater({
                names: appNames(app.name, "dev"),
                app,
                argoNamespace: "argocd",
                policy,
                constraints: {},
                pins: {},
                paused: false,
                repositoryUrl: "https://git.example.com/acme/gitops.git",
                branch: "main",
                overlay: "development",
            }),
        );

    it("are told apart from constraint and tag, though the registry has a port", () => {
        const digest = track(OTHER_APP, dev.update);
        assert.deepEqual(
            digest.map(({ image, strategy, constraint }) => [image, strategy, constraint]),
            [
                ["registry.example.com:5000/acme/letsgo-app-api", "alphabetical", undefined],
                ["registry.example.com:5000/acme/letsgo-app-page-renderer", "digest", "dev-latest"],
            ],
        );
        assert.ok(!("constraint" in (digest[0] ?? {})));
    });

    it("carry the environment's constraint and allowed tags", () => {
        assert.deepEqual(
            track(GHCR_APP, staging.update),
            ["backend", "frontend"].map((name) => ({
                image: `ghcr.io/letsgo/letsgo-app-${name}`,
                strategy: "semver",
                constraint: staging.update.constraint,
                allowTags: staging.update.allowTags,
            })),
        );
    });
});
