import { environmentFor } from "../../../../stacks/environments";
import { JOINING } from "../../../support/configSource";
import { refuse } from "../../../support/contradictions";

const prod = environmentFor("prod");

describe("keys of the application, together", () => {
    refuse([
        [
            "a name whose derivations are too long",
            { appName: "a".repeat(51) },
            { appName: "is too long" },
        ],
        [
            "two images with one name",
            { images: [{ name: "a" }, { name: "a", repository: "ghcr.io/x/b", context: "b" }] },
            { "images[1].name": "is images[0].name too" },
        ],
        [
            "two images with one repository",
            { images: [{ name: "a" }, { name: "b", repository: "ghcr.io/acme/letsgo-app-a" }] },
            { "images[1].repository": "is images[0].repository too" },
        ],
        [
            "two images built in one folder",
            { images: [{ name: "a" }, { name: "b", context: "apps/a" }] },
            { "images[1].context": "is images[0].context too" },
        ],
        [
            "strategy digest without a tag",
            { images: [{ name: "a", strategy: "digest" }] },
            { "images[0].tag": "is missing: strategy digest follows a tag" },
        ],
        [
            "a tag without strategy digest",
            { images: [{ name: "a", tag: "dev-latest" }] },
            { "images[0].tag": "has a meaning for strategy digest only" },
        ],
        [
            "a storage class without a volume",
            { ...JOINING, storageClassName: "fast" },
            { storageClassName: "has no effect: production has no volume" },
            { stack: "prod" },
        ],
        [
            "a volume of several pods without a class",
            {},
            { storageClassName: "is missing: production mounts its volume in several pods" },
            {
                stack: "prod",
                environment: { ...prod, storage: { size: "1Gi", accessMode: "ReadWriteMany" } },
            },
        ],
        [
            "a kind twice",
            { projectExtraKinds: ["batch/Job", "batch/Job"] },
            { "projectExtraKinds[1]": "is projectExtraKinds[0] too" },
        ],
        ["a pin for no image", { pin: { worker: "v1" } }, { "pin.worker": "is for no image" }],
        [
            "a constraint for no image",
            { constraints: { worker: "^1" } },
            { "constraints.worker": "is for no image" },
        ],
        [
            "a constraint where no versions count",
            { constraints: { backend: "^1" } },
            { "constraints.backend": "has no effect: backend is updated by strategy alphabetical" },
        ],
        [
            "a constraint for an image with a strategy of its own",
            {
                images: [{ name: "a", strategy: "digest", tag: "latest" }],
                constraints: { a: "^1" },
            },
            { "constraints.a": "has no effect: a is updated by strategy digest" },
            { stack: "prod" },
        ],
    ]);
});
