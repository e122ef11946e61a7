import { environmentFor } from "../../../../stacks/environments";
import { refuse } from "../../../support/contradictions";

const dev = environmentFor("dev");
const prod = environmentFor("prod");

describe("an environment in stacks/", () => {
    refuse([
        [
            "an environment with look-around in its expression",
            {},
            { "stacks/dev.ts update.allowTags": "is no regular expression in Go's syntax" },
            { environment: { ...dev, update: { ...dev.update, allowTags: "regexp:^(?!v)" } } },
        ],
        [
            "an environment with a back-reference in its expression",
            {},
            { "stacks/dev.ts update.allowTags": "is no regular expression in Go's syntax" },
            { environment: { ...dev, update: { ...dev.update, allowTags: "regexp:(a)\\1" } } },
        ],
        [
            "an environment without the expression's kind",
            {},
            { "stacks/dev.ts update.allowTags": 'is neither "any" nor' },
            { environment: { ...dev, update: { ...dev.update, allowTags: "^dev-" } } },
        ],
        [
            "an environment whose constraint is none",
            {},
            { "stacks/prod.ts update.constraint": "is not a semver constraint" },
            {
                stack: "prod",
                environment: { ...prod, update: { ...prod.update, constraint: "one" } },
            },
        ],
        [
            "an environment with versions and no constraint",
            {},
            { "stacks/dev.ts update.constraint": "is missing" },
            { environment: { ...dev, update: { strategy: "semver", allowTags: "any" } } },
        ],
        [
            "an environment without pods",
            {},
            { "stacks/dev.ts replicas": "is no number of pods" },
            { environment: { ...dev, replicas: 0 } },
        ],
        [
            "an environment with pull requests and a deploy key",
            {},
            { "stacks/dev.ts writeBack": "contradicts gitAuth deployKey" },
            { environment: { ...dev, writeBack: "pullRequest" } },
        ],
    ]);
});
