import assert from "node:assert/strict";

import { BRANCH_RULESETS, exemptions } from "../../components/branchRulesets";
import { repositoryDescription } from "../../components/repositoryDescription";
import { runProgram } from "../support/program";
import type { Registry } from "../support/registry";
import { restCalls } from "../support/restApi";
import { warningsOf } from "../support/warnings";

const RULESET = "github:index/repositoryRuleset:RepositoryRuleset";
const RULES = { branchRules: "true" };
const THERE = { repository: { description: repositoryDescription("letsgo-app") } };
const ENDPOINT = "repos/Letsgo/letsgo-gitops/rulesets";

function rulesetsOf(registry: Registry): string[] {
    return registry.list().filter((line) => line.startsWith(RULESET));
}

/** What GitHub was asked of rules. */
function questions(registry: Registry): unknown[] {
    return registry.calls
        .map(({ inputs }) => inputs["endpoint"])
        .filter((endpoint) => String(endpoint).includes("/rulesets"));
}

describe("BranchRules", () => {
    it("are not made, nor asked for, unless they are configured", async () => {
        const { registry } = await runProgram("dev");
        assert.deepEqual(rulesetsOf(registry), []);
        assert.deepEqual(questions(registry), []);
    });

    it("keep the default branch from being deleted and rewritten, by anybody", async () => {
        const { registry } = await runProgram("dev", RULES);
        assert.deepEqual(rulesetsOf(registry), [`${RULESET} branch-rules-history`]);
        assert.deepEqual(registry.get(RULESET, "branch-rules-history").inputs, {
            repository: "letsgo-gitops",
            name: "argocd-image-drift: history",
            target: "branch",
            enforcement: "active",
            conditions: { refName: { includes: ["~DEFAULT_BRANCH"], excludes: [] } },
            bypassActors: [],
            rules: { deletion: true, nonFastForward: true },
        });
    });

    it("ask for reviews and checks, from all but administrators and the updater's key", async () => {
        const { registry } = await runProgram("dev", {
            ...RULES,
            requiredApprovals: "2",
            requiredChecks: '["Overlays", "Build backend"]',
            codeOwners: '["@ops"]',
            mergeMethods: '["rebase", "merge"]',
        });
        const { inputs } = registry.get(RULESET, "branch-rules-reviews");
        assert.deepEqual(inputs["bypassActors"], [
            { actorType: "RepositoryRole", actorId: 5, bypassMode: "always" },
            { actorType: "DeployKey", bypassMode: "always" },
        ]);
        assert.deepEqual(inputs["rules"], {
            pullRequest: {
                requiredApprovingReviewCount: 2,
                requireCodeOwnerReview: true,
                // In GitHub's order.
                allowedMergeMethods: ["merge", "rebase"],
            },
            requiredStatusChecks: {
                requiredChecks: [{ context: "Overlays" }, { context: "Build backend" }],
            },
        });
        // The other one stays without exemption.
        assert.deepEqual(registry.get(RULESET, "branch-rules-history").inputs["bypassActors"], []);
    });

    it("can ask for checks alone, and for a pull request that nobody has to approve", async () => {
        const checks = await runProgram("dev", { ...RULES, requiredChecks: '["build"]' });
        assert.deepEqual(checks.registry.get(RULESET, "branch-rules-reviews").inputs["rules"], {
            requiredStatusChecks: { requiredChecks: [{ context: "build" }] },
        });
        const none = await runProgram("dev", { ...RULES, requiredApprovals: "0" });
        assert.deepEqual(none.registry.get(RULESET, "branch-rules-reviews").inputs["rules"], {
            pullRequest: {
                requiredApprovingReviewCount: 0,
                requireCodeOwnerReview: false,
                allowedMergeMethods: ["merge", "squash", "rebase"],
            },
        });
    });

    it("exempt the App by its number; a token is its owner's", () => {
        const administrators = { actorType: "RepositoryRole", actorId: 5, bypassMode: "always" };
        assert.deepEqual(exemptions({ auth: "githubApp", app: { id: 12345 } }), [
            { actorType: "Integration", actorId: 12345, bypassMode: "always" },
            administrators,
        ]);
        assert.deepEqual(exemptions({ auth: "token" }), [administrators]);
    });

    it("come after every file, which is a commit, and go with the repository", async () => {
        for (const [setting, goes] of [
            ["true", true],
            ["false", false],
        ] as const) {
            const { registry, requests } = await runProgram("dev", {
                ...RULES,
                repositoryDeleteOnDestroy: setting,
            });
            const options = registry.optionsOf(RULESET, "branch-rules-history");
            assert.equal(options.deletedWith !== undefined, goes);
            assert.ok(!options.retainOnDelete);
            const files = requests.all.filter(({ type }) => type.endsWith(":RepositoryFile"));
            // Its parent is not made before they are.
            const parent = "argocd-image-drift:index:BranchRules";
            const { waitsFor } = requests.get(parent, "branch-rules");
            for (const { type, name } of files) {
                assert.ok(waitsFor.includes(`${type} ${name}`), name);
            }
        }
    });

    it("are looked for once, and taken over from a run that was interrupted", async () => {
        const listed = [
            { id: 7, name: BRANCH_RULESETS.history },
            { id: 8, name: "somebody's" },
        ];
        const importOf = async (state: { type: string; outputs: object }[]) => {
            const { registry } = await runProgram("dev", RULES, {
                gitHub: THERE,
                calls: restCalls({ answers: { [ENDPOINT]: listed }, state }),
            });
            assert.deepEqual(questions(registry), [
                `${ENDPOINT}?includes_parents=false&per_page=100`,
            ]);
            return registry.optionsOf(RULESET, "branch-rules-history").import;
        };
        assert.equal(await importOf([]), "letsgo-gitops:7");
        // To import what the state has would replace it by itself.
        assert.equal(await importOf([{ type: RULESET, outputs: { rulesetId: 7 } }]), undefined);
    });

    it("a plan without rules stops the run before anything is made, in a preview too", async () => {
        const refused =
            "403 Upgrade to GitHub Pro or make this repository public to enable this feature.";
        for (const preview of [true, false]) {
            const made: Registry[] = [];
            await assert.rejects(
                runProgram("dev", RULES, {
                    preview,
                    gitHub: THERE,
                    installed: (registry) => made.push(registry),
                    calls: restCalls({ answers: { [ENDPOINT]: { refused } } }),
                }),
                (error: Error) => {
                    assert.match(
                        error.message,
                        /Upgrade to GitHub Pro or make this repository public/,
                    );
                    assert.match(error.message, /pulumi config set branchRules false/);
                    return true;
                },
            );
            assert.deepEqual(made[0]?.list(), ["kubernetes:core/v1:Namespace cluster-answers"]);
        }
    });

    it("warns of the plan when a private repository is new: GitHub cannot be asked yet", async () => {
        const warned = async (config: Record<string, string>, exists: boolean) => {
            const calls = restCalls({ answers: { [ENDPOINT]: [] } });
            const options = exists ? { gitHub: THERE, calls } : {};
            const said = await warningsOf(() =>
                runProgram("dev", { ...RULES, ...config }, options),
            );
            return said.some((text) => text.includes("Upgrade to GitHub Pro"));
        };
        assert.equal(await warned({}, false), true);
        assert.equal(await warned({}, true), false);
        assert.equal(await warned({ repositoryVisibility: "public" }, false), false);
    });
});
