import { DEV_TAGS, onlyTag, VERSION_TAGS } from "../../components/manifests/tags";

import { casesOf, file } from "./support/cases";
import type { Given } from "./support/judge";

function overlay(images: string, name = "production"): Given {
    return file(`manifests/overlays/${name}/kustomization.yaml`, `images: [${images}]`);
}

function base(image: string): Given {
    return file(
        "manifests/base/backend-deployment.yaml",
        `kind: Deployment
metadata: {name: backend}
spec: {template: {spec: {containers: [{name: backend, image: "${image}"}]}}}
`,
        "dev",
    );
}

function updater(settings: object, imageName = "ghcr.io/o/backend", stack = "prod"): Given {
    return {
        type: "kubernetes:argocd-image-updater.argoproj.io/v1alpha1:ImageUpdater",
        name: "image-update",
        stack,
        inputs: {
            spec: {
                applicationRefs: [{ images: [{ imageName, commonUpdateSettings: settings }] }],
            },
        },
    };
}

function release(values: object, stack = "prod"): Given {
    return {
        type: "kubernetes:helm.sh/v3:Release",
        name: "argocd-release",
        stack,
        inputs: { values },
    };
}

const ALPHABETICAL = { updateStrategy: "alphabetical" };

casesOf("production-tags", [
    ["versions", overlay("{name: ghcr.io/o/backend, newTag: v1.2.3}")],
    ["a digest", overlay('{name: ghcr.io/o/backend, digest: "sha256:0123"}')],
    ["builds of main elsewhere", overlay("{name: b, newTag: dev-1}", "development")],
    ["a tag that only begins alike", overlay("{name: b, newTag: developer}")],
    ["base without tags", base("registry.example.com:5000/o/backend")],
    ["base with a version", base("registry.example.com:5000/o/backend:v1.2.3")],
    ["base with a digest", base("ghcr.io/o/backend@sha256:latest")],
    [
        "versions that the updater finds",
        updater({ updateStrategy: "semver", allowTags: VERSION_TAGS }),
    ],
    ["a pin", updater({ ...ALPHABETICAL, allowTags: onlyTag("v1.0.3") })],
    ["the digest of a version", updater({ updateStrategy: "digest" }, "ghcr.io/o/backend:v1")],
    ["any updates elsewhere", updater({ ...ALPHABETICAL, allowTags: "any" }, "b", "dev")],
    ["versions in values", release({ image: { tag: "v3.4.4" }, redis: { image: "redis:8" } })],
    [
        "latest in the overlay",
        overlay("{name: ghcr.io/o/backend, newTag: latest}"),
        /gives ghcr\.io\/o\/backend the tag latest\..+name a version/,
    ],
    [
        "a build of main in the overlay",
        overlay("{name: b, newTag: dev-20260131}"),
        /the tag dev-20260131/,
    ],
    ["no tag in the overlay", overlay("{name: b}"), /gives b no tag, which is latest/],
    [
        "latest in base",
        base("ghcr.io/o/backend:latest"),
        /backend-deployment\.yaml" runs ghcr\.io\/o\/backend:latest in container backend of backend/,
    ],
    [
        "an update to builds of main",
        updater({ ...ALPHABETICAL, allowTags: DEV_TAGS }),
        /ImageUpdater "image-update" lets ghcr\.io\/o\/backend be updated to dev-2026\d+-\w+/,
    ],
    [
        "an update to anything",
        updater({ updateStrategy: "newest-build", allowTags: "any" }),
        /to latest/,
    ],
    [
        "an update to whatever is there",
        updater(ALPHABETICAL),
        /updated to latest .+allowTags not set/,
    ],
    [
        "an expression without anchors",
        updater({ ...ALPHABETICAL, allowTags: "regexp:[0-9]" }),
        /updated to dev-2026/,
    ],
    [
        "a pin to a build of main",
        updater({ ...ALPHABETICAL, allowTags: onlyTag("dev-main") }),
        /to dev-main/,
    ],
    [
        "the digest of latest",
        updater(
            { updateStrategy: "digest", allowTags: onlyTag("latest") },
            "ghcr.io/o/backend:latest",
        ),
        /follows the tag latest of ghcr\.io\/o\/backend:latest/,
    ],
    [
        "latest in values",
        release({ controller: { image: { tag: "latest" } } }),
        /values at controller\.image\.tag/,
    ],
    [
        "latest in an image of values",
        release({ image: "redis:latest" }),
        /the tag latest in its values at image/,
    ],
    [
        "latest in a workload of Pulumi's",
        {
            type: "kubernetes:batch/v1:Job",
            name: "own",
            stack: "prod",
            inputs: {
                metadata: { name: "own" },
                spec: {
                    template: { spec: { containers: [{ name: "main", image: "busybox:latest" }] } },
                },
            },
        },
        /Job "own" runs busybox:latest in container main of own/,
    ],
]);

function overlayJob(image: string): Given {
    return file(
        "manifests/overlays/production/objects.yaml",
        `kind: Job
metadata: {name: own}
spec: {template: {spec: {containers: [{name: main, image: "${image}"}]}}}
`,
    );
}

function ownJob(image: string, stack = "prod"): Given {
    const containers = [{ name: "main", image }];
    return {
        type: "kubernetes:batch/v1:Job",
        name: "own",
        stack,
        inputs: { metadata: { name: "own" }, spec: { template: { spec: { containers } } } },
    };
}

casesOf("production-untagged", [
    ["base without tags", base("ghcr.io/o/backend")],
    ["an object of the overlay with a tag", overlayJob("registry.example.com:5000/o/own:v1")],
    ["an object of the overlay with a digest", overlayJob("ghcr.io/o/own@sha256:0123")],
    [
        "an object of the overlay that gets its tag there",
        [overlayJob("ghcr.io/o/own"), overlay("{name: ghcr.io/o/own, newTag: v1.2.3}")],
    ],
    [
        "an object of the overlay that gets a digest there",
        [overlayJob("ghcr.io/o/own"), overlay('{name: ghcr.io/o/own, digest: "sha256:0123"}')],
    ],
    ["a workload of Pulumi's with a tag", ownJob("busybox:1.37")],
    ["a workload of Pulumi's elsewhere", ownJob("busybox", "dev")],
    [
        "an object of the overlay without a tag",
        [overlayJob("registry.example.com:5000/o/own"), overlay("{name: other, newTag: v1.2.3}")],
        /objects\.yaml" runs registry\.example\.com:5000\/o\/own without a tag, which is latest, in container main of own\..+name a version/,
    ],
    [
        "an object of the overlay that only gets another name there",
        [overlayJob("ghcr.io/o/own"), overlay("{name: ghcr.io/o/own, newName: ghcr.io/o/else}")],
        /runs ghcr\.io\/o\/own without a tag/,
    ],
    [
        "a workload of Pulumi's without a tag, which no overlay reaches",
        [ownJob("busybox"), overlay("{name: busybox, newTag: v1.2.3}")],
        /Job "own" runs busybox without a tag, which is latest/,
    ],
]);
