import assert from "node:assert/strict";

import {
    type AppImage,
    appNames,
    type ImageUpdater,
    imageUpdater,
    type ImageUpdaterArgs,
    UpdateStrategy,
} from "../../components/manifests";
import { dev } from "../../stacks/dev";
import { prod } from "../../stacks/prod";
import { assertValidCustomResource, customResourceProblems } from "../support/crd";
import { GHCR_APP, image } from "./sampleApps";

const BACKEND = "ghcr.io/letsgo/letsgo-app-backend";

describe("an ImageUpdater resource", () => {
    it("writes to the environment's overlay only, by Git with checked host keys", () => {
        const [reference] = render({}).spec.applicationRefs;
        assert.deepEqual(reference?.writeBackConfig, {
            method: "git",
            gitConfig: {
                repository: "ssh://git@github.com:22/letsgo/letsgo-app.git",
                branch: "main",
                writeBackTarget: "kustomization:/manifests/overlays/development",
            },
        });
    });

    it("opens pull requests on GitHub if it is told to", () => {
        const resource = render({ pullRequests: true });
        assertValidCustomResource(resource);
        const [reference] = resource.spec.applicationRefs;
        assert.deepEqual(reference?.writeBackConfig.gitConfig.pullRequest, { github: {} });
        // It would take what is behind a colon for the branch to push to, and refuse that.
        assert.equal(reference.writeBackConfig.gitConfig.branch, "main");
        // Of a later version: the definition that is installed drops it, or refuses it.
        const { spec, ...rest } = resource;
        const gitConfig = {
            ...reference.writeBackConfig.gitConfig,
            pullRequest: { github: {}, labels: ["image-updates"] },
        };
        const labelled = {
            ...rest,
            spec: {
                ...spec,
                applicationRefs: [{ ...reference, writeBackConfig: { method: "git", gitConfig } }],
            },
        };
        assert.match(customResourceProblems(labelled).join(), /additional.*labels/);
    });

    it("matches one Application, by its exact name", () => {
        const { applicationRefs } = render({}).spec;
        assert.deepEqual(
            applicationRefs.map(({ namePattern }) => namePattern),
            ["letsgo-app-dev"],
        );
    });

    it("states every field that has a default, at every image", () => {
        for (const { commonUpdateSettings } of imagesOf(render({}))) {
            assert.deepEqual(Object.keys(commonUpdateSettings).sort(), [
                "allowTags",
                "forceUpdate",
                "updateStrategy",
            ]);
            assert.equal(commonUpdateSettings.forceUpdate, true);
        }
    });

    it("uses the registry credential of its own namespace, if there is one", () => {
        const [settings] = imagesOf(render({ pullSecret: true })).map(
            ({ commonUpdateSettings }) => commonUpdateSettings,
        );
        assert.equal(settings?.pullSecret, "secret:argocd/letsgo-app-dev-registry#credentials");
    });

    it("of a paused environment ignores every tag, of every image", () => {
        for (const { commonUpdateSettings } of imagesOf(render({ paused: true }))) {
            assert.deepEqual(commonUpdateSettings.ignoreTags, ["*"]);
        }
    });

    const choices: {
        readonly title: string;
        readonly args: Partial<ImageUpdaterArgs>;
        readonly backend?: Partial<AppImage>;
        readonly imageName: string;
        readonly strategy: UpdateStrategy;
        readonly takes: readonly string[];
        readonly refuses: readonly string[];
    }[] = [
        {
            title: "dev: builds of the default branch",
            args: { policy: dev.update },
            imageName: BACKEND,
            strategy: "alphabetical",
            takes: ["dev-20250601120000-0123abc"],
            refuses: ["v1.0.0", "latest", "dev-latest", "dev-20250601120000-0123abcd"],
        },
        {
            title: "prod: releases within the environment's constraint",
            args: { policy: prod.update },
            imageName: `${BACKEND}:~1.0`,
            strategy: "semver",
            takes: ["v1.0.0", "1.0.1", "v1.0.2-rc.1"],
            refuses: ["v1.0", "dev-20250601120000-0123abc", "v1.0.0+build", "latest"],
        },
        {
            title: "a configured constraint goes before the environment's",
            args: { policy: prod.update, constraints: { backend: "^1.0.0-0", frontend: "~9" } },
            imageName: `${BACKEND}:^1.0.0-0`,
            strategy: "semver",
            takes: ["v1.1.0-rc.1"],
            refuses: ["latest"],
        },
        {
            title: "semver without any constraint still takes no release candidates",
            args: { policy: { strategy: "semver", allowTags: "any" } },
            imageName: `${BACKEND}:*`,
            strategy: "semver",
            takes: ["v1.0.0"],
            refuses: [],
        },
        {
            title: "constraints mean nothing to other strategies",
            args: { policy: dev.update, constraints: { backend: "~1.0" } },
            imageName: BACKEND,
            strategy: "alphabetical",
            takes: ["dev-20250601120000-0123abc"],
            refuses: ["v1.0.0"],
        },
        {
            title: "an image that follows the digest of one tag",
            args: { policy: dev.update },
            backend: { strategy: "digest", tag: "dev-latest" },
            imageName: `${BACKEND}:dev-latest`,
            strategy: "digest",
            takes: ["dev-latest"],
            refuses: ["dev-latest2", "dev-20250601120000-0123abc", "v1.0.0"],
        },
        {
            title: "an image that takes the newest build, whatever its tag",
            args: { policy: dev.update },
            backend: { strategy: "newest-build" },
            imageName: BACKEND,
            strategy: "newest-build",
            takes: ["v1.0.0", "whatever"],
            refuses: [],
        },
        {
            title: "an image with releases in an environment that follows builds",
            args: { policy: dev.update, constraints: { backend: "^2" } },
            backend: { strategy: "semver" },
            imageName: `${BACKEND}:^2`,
            strategy: "semver",
            takes: ["v2.0.0"],
            refuses: ["dev-20250601120000-0123abc"],
        },
        {
            title: "a pin in an environment that follows builds",
            args: { policy: dev.update, pins: { backend: "dev-20250601120000-0123abc" } },
            imageName: BACKEND,
            strategy: "alphabetical",
            takes: ["dev-20250601120000-0123abc"],
            refuses: ["dev-20250701120000-0123abc"],
        },
        {
            title: "a pin in an environment that follows releases, its dots taken literally",
            args: {
                policy: prod.update,
                constraints: { backend: "^1.0" },
                pins: { backend: "v1.0.3" },
            },
            imageName: BACKEND,
            strategy: "alphabetical",
            takes: ["v1.0.3"],
            refuses: ["v1.0.30", "v1x0.3", "xv1.0.3", "v1.0.4"],
        },
        {
            title: "a pin of an image that otherwise follows a digest",
            args: { policy: dev.update, pins: { backend: "v1.0.3" } },
            backend: { strategy: "digest", tag: "dev-latest" },
            imageName: BACKEND,
            strategy: "alphabetical",
            takes: ["v1.0.3"],
            refuses: ["dev-latest"],
        },
    ];

    for (const { title, args, backend, imageName, strategy, takes, refuses } of choices) {
        it(title, () => {
            const images = [
                { ...image("backend", "ghcr.io/letsgo"), ...backend },
                image("frontend", "ghcr.io/letsgo"),
            ];
            const resource = render({ ...args, app: { ...GHCR_APP, images } });
            assertValidCustomResource(resource);
            const [tracked, other] = imagesOf(resource);
            assert.equal(tracked?.alias, "backend");
            assert.equal(tracked.imageName, imageName);
            assert.equal(tracked.commonUpdateSettings.updateStrategy, strategy);
            const { allowTags } = tracked.commonUpdateSettings;
            assert.deepEqual([...takes, ...refuses].filter(allows(allowTags)), takes);
            // What is said of one image never changes another.
            assert.equal(
                other?.commonUpdateSettings.updateStrategy,
                (args.policy ?? dev.update).strategy,
            );
        });
    }

    it("is refused by its CRD with what old documentation says", () => {
        const { spec, ...rest } = render({});
        const [reference] = spec.applicationRefs;
        const images = reference?.images.map((tracked) => ({
            ...tracked,
            commonUpdateSettings: { ...tracked.commonUpdateSettings, ignoreTags: "*" },
        }));
        const wrong = { ...rest, spec: { applicationRefs: [{ ...reference, images }] } };
        assert.match(customResourceProblems(wrong).join(), /ignoreTags must be array/);
    });
});

function render(args: Partial<ImageUpdaterArgs>): ImageUpdater {
    return imageUpdater({
        names: appNames("letsgo-app", "dev"),
        app: GHCR_APP,
        argoNamespace: "argocd",
        policy: dev.update,
        constraints: {},
        pins: {},
        paused: false,
        repositoryUrl: "ssh://git@github.com:22/letsgo/letsgo-app.git",
        branch: "main",
        overlay: "development",
        ...args,
    });
}

function imagesOf(resource: ImageUpdater) {
    return resource.spec.applicationRefs.flatMap(({ images }) => images);
}

/** As the updater reads `allowTags`. */
function allows(allowTags: string): (tag: string) => boolean {
    if (allowTags === "any") return () => true;
    assert.match(allowTags, /^regexp:/);
    const pattern = new RegExp(allowTags.slice("regexp:".length));
    return (tag) => pattern.test(tag);
}
