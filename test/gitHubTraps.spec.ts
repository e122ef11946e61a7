import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";

import { z } from "zod";

import { settingsLeftAlone } from "../components/repositorySettings";
import { APP_KEY } from "./support/privateKeys";
import { type ProgramRun, runProgram } from "./support/program";
import type { Registered } from "./support/registry";
import type { Request } from "./support/requests";

/**
 * What makes GitHub's provider show changes where there are none, or fail: one test a trap, over
 * all that the program registers there. What only the real provider shows, the lab's stories do: a
 * second `up` and a preview after a refresh change nothing.
 */
describe("the traps of GitHub's provider", () => {
    const WEBHOOKS = { ingressHost: "argocd.example.com" };
    const CREDENTIALS = {
        registry: "registry.example.com",
        registryUsername: "robot",
        registryPassword: "password",
    };
    const SETTINGS = {
        repositoryTopics: '["gitops"]',
        mergeMethods: '["squash", "rebase"]',
        vulnerabilityAlerts: "true",
        branchRules: "true",
        codeOwners: '["@alice"]',
        githubEnvironment: "true",
    };
    const APP = {
        gitAuth: "githubApp",
        githubAppId: "1",
        githubAppInstallationId: "2",
        githubAppPrivateKey: APP_KEY,
        writeBack: "pullRequest",
        autoMerge: "true",
    };
    const GOES = { repositoryDeleteOnDestroy: "true" };
    /** Every way in which a stack uses GitHub. */
    const MODES: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
        ["dev", "dev", {}],
        ["dev that goes whole", "dev", { ...GOES, ...WEBHOOKS }],
        ["dev with webhooks", "dev", { ...WEBHOOKS, keysGeneration: "2" }],
        ["dev with a token", "dev", { gitAuth: "token", gitToken: "ghp_x", ...CREDENTIALS }],
        ["dev that adopts", "dev", { repositoryMode: "adopt" }],
        ["a public dev", "dev", { repositoryVisibility: "public" }],
        ["dev with all settings", "dev", { ...SETTINGS, ...WEBHOOKS, ...CREDENTIALS }],
        ["dev with all settings that goes whole", "dev", { ...SETTINGS, ...GOES, ...CREDENTIALS }],
        ["dev as an App with pull requests", "dev", { ...SETTINGS, ...APP }],
        ["dev with pull requests that goes whole", "dev", { ...APP, ...GOES }],
        ["staging", "staging", {}],
        ["staging as an App with pull requests", "staging", APP],
        ["prod", "prod", CREDENTIALS],
    ];

    const runs: (ProgramRun & { readonly mode: string })[] = [];

    before(async () => {
        for (const [mode, stack, config] of MODES) {
            const adopts = config["repositoryMode"] === "adopt";
            const gitHub = adopts ? { repository: { description: "Somebody's" } } : {};
            runs.push({ mode, ...(await runProgram(stack, config, { gitHub })) });
        }
    });

    interface Found extends Registered {
        readonly mode: string;
        readonly request: Request;
        readonly run: ProgramRun;
    }

    /** All resources of a type, in all modes: `repositoryWebhook:RepositoryWebhook`. */
    function all(type: string): Found[] {
        return runs.flatMap((run) =>
            run.registry.resources
                .filter((resource) => resource.type === `github:index/${type}`)
                .map((resource) => ({
                    ...resource,
                    mode: run.mode,
                    run,
                    request: run.requests.get(resource.type, resource.name),
                })),
        );
    }

    /** For each of at least one. */
    function each(found: readonly Found[], check: (resource: Found, at: string) => void): void {
        assert.ok(found.length > 0);
        for (const resource of found) {
            check(resource, `${resource.mode}: ${resource.name}`);
        }
    }

    function none(...types: readonly string[]): void {
        const found = types.flatMap(all).map(({ mode, name }) => `${mode}: ${name}`);
        assert.deepEqual(found, []);
    }

    const files = () => all("repositoryFile:RepositoryFile");
    const repositories = () => all("repository:Repository");
    const webhook = z.object({
        url: z.url(),
        contentType: z.literal("json"),
        insecureSsl: z.literal(false),
        secret: z.string().min(1),
    });

    it("1. a webhook without a content type: all of its configuration is given", () => {
        each(all("repositoryWebhook:RepositoryWebhook"), ({ inputs, secretInputs }, at) => {
            webhook.parse(inputs["configuration"]);
            assert.ok(secretInputs.length > 0, at);
        });
    });

    it("2. a deploy key with a comment: type and base64 only, on one line", () => {
        each(all("repositoryDeployKey:RepositoryDeployKey"), ({ inputs }, at) => {
            assert.match(String(inputs["key"]), /^ssh-ed25519 \S+$/, at);
        });
    });

    it("3. commit messages and content that change by themselves", async () => {
        each(files(), ({ inputs }, at) => {
            const message = String(inputs["commitMessage"]);
            assert.equal(message, message.trim(), at);
            assert.doesNotMatch(message, /\n|\d{4}-\d\d/, at);
            // Both or none: GitHub fills in the other one.
            assert.equal("commitAuthor" in inputs, "commitEmail" in inputs, at);
        });
        const [first] = runs;
        const again = (await runProgram("dev")).registry.resources;
        const written = (resources: readonly Registered[]) =>
            Object.fromEntries(
                resources
                    .filter(({ type }) => type === "github:index/repositoryFile:RepositoryFile")
                    .map(({ name, inputs }) => [name, inputs]),
            );
        assert.deepEqual(written(again), written(first?.registry.resources ?? []));
    });

    it("4. settings that are left out and read as false: given, or left alone", () => {
        each(repositories(), ({ inputs, request }, at) => {
            const adopted = at.startsWith("dev that adopts");
            const alone = new Set(settingsLeftAlone(adopted, {}));
            for (const setting of ["hasDownloads", "hasWiki", "hasProjects", "hasIssues"]) {
                assert.ok(setting in inputs || alone.has(setting), `${at}: ${setting}`);
            }
            for (const setting of ["hasDiscussions", "allowAutoMerge", "isTemplate"]) {
                assert.ok(setting in inputs || alone.has(setting), `${at}: ${setting}`);
            }
            assert.deepEqual(
                request.ignoreChanges.filter((setting) => !alone.has(setting)),
                [],
                at,
            );
        });
    });

    it("5. security settings in part: none are given", () => {
        each(repositories(), ({ inputs }, at) => {
            assert.equal("securityAndAnalysis" in inputs, false, at);
        });
    });

    it("6. a template with all its branches: there is no template", () => {
        each(repositories(), ({ inputs }, at) => {
            assert.equal("template" in inputs, false, at);
        });
    });

    it("7. secrets sealed by the program, anew each time: the provider seals them", () => {
        each(all("actionsSecret:ActionsSecret"), ({ inputs, secretInputs }, at) => {
            const names = Object.keys(inputs).sort();
            assert.deepEqual(names, ["repository", "secretName", "value"], at);
            assert.deepEqual(secretInputs, ["value"], at);
        });
        // Those of environments are people's.
        none("actionsEnvironmentSecret:ActionsEnvironmentSecret");
    });

    it("8. branch protection, by GraphQL: rulesets are what is used, if anything", () => {
        none(
            "branchProtection:BranchProtection",
            "branchProtectionV3:BranchProtectionV3",
            "teamMembers:TeamMembers",
        );
    });

    it("9. collaborators' permissions, which come back by another name: there are none", () => {
        none(
            "repositoryCollaborator:RepositoryCollaborator",
            "repositoryCollaborators:RepositoryCollaborators",
            "teamRepository:TeamRepository",
        );
    });

    it("10. two owners of one thing: each has one", () => {
        none("repositoryTopics:RepositoryTopics", "branchDefault:BranchDefault");
        // Alerts have a resource of their own.
        each(repositories(), ({ inputs, request }, at) => {
            assert.equal("vulnerabilityAlerts" in inputs, false, at);
            assert.ok(request.ignoreChanges.includes("vulnerabilityAlerts"), at);
        });
    });

    it("11. files that others write: their content is ignored, with all that would write it", () => {
        // The other half, a refresh after the branch was rewritten: lab/tests/5-adopt.spec.ts.
        const managed = /(^|\/)(\.github\/|settings\/|CODEOWNERS$)/;
        each(files(), ({ inputs, request }, at) => {
            const isManaged = managed.test(String(inputs["file"]));
            const ignored = [...request.ignoreChanges].sort();
            assert.deepEqual(
                ignored,
                isManaged ? [] : ["commitAuthor", "commitEmail", "commitMessage", "content"],
                at,
            );
        });
    });

    it("12. labels, whose colours come back in lower case: there are none", () => {
        none("issueLabel:IssueLabel", "issueLabels:IssueLabels");
    });

    it("13. environments, of which GitHub tells more than it is told", () => {
        // The stand-in answers as GitHub does: test/lab/github/resources.spec.ts.
        each(all("repositoryEnvironment:RepositoryEnvironment"), ({ inputs }, at) => {
            assert.equal(inputs["canAdminsBypass"], true, at);
            assert.ok("deploymentBranchPolicy" in inputs, at);
        });
    });

    it("14. rulesets that leave out what GitHub fills in", () => {
        each(all("repositoryRuleset:RepositoryRuleset"), ({ inputs, mode }) => {
            const conditions = z
                .object({
                    refName: z.object({
                        includes: z.array(z.string()),
                        excludes: z.array(z.string()),
                    }),
                })
                .safeParse(inputs["conditions"]);
            assert.ok(conditions.success, mode);
        });
    });

    it("14. rulesets that only administrators see whole: nobody else gets as far", async () => {
        const gitHub = { repository: { description: "" }, token: { isAdmin: false } };
        await assert.rejects(
            runProgram("dev", { branchRules: "true" }, { gitHub }),
            /has no admin rights on/,
        );
        // Of other tokens GitHub tells nothing beforehand. They need Administration: write to make
        // rules, with which they see who is exempt.
    });

    it("15. ETags: nothing is said about them", () => {
        for (const run of runs) {
            for (const { type, name, inputs } of run.registry.resources) {
                assert.ok(!type.startsWith("github:") || !("etag" in inputs), name);
            }
        }
    });

    it("16. a provider that follows the shell: owner, URL, token and client are given, versions pinned", () => {
        for (const { registry, mode } of runs) {
            const { inputs } = registry.get("pulumi:providers:github", "github");
            for (const name of ["owner", "baseUrl", "token", "legacyClient"]) {
                assert.ok(inputs[name], `${mode}: ${name}`);
            }
        }
        const root = path.join(__dirname, "..");
        const { dependencies } = z
            .object({ dependencies: z.record(z.string(), z.string()) })
            .parse(JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")));
        assert.match(dependencies["@pulumi/github"] ?? "", /^\d+\.\d+\.\d+$/);
        for (const stack of ["dev", "staging", "prod"]) {
            const file = fs.readFileSync(path.join(root, `Pulumi.${stack}.yaml`), "utf8");
            assert.match(file, /disable-default-providers/, stack);
        }
    });

    it("17. names that the engine makes up: all are given", () => {
        const named = {
            "repository:Repository": "name",
            "repositoryRuleset:RepositoryRuleset": "name",
            "repositoryDeployKey:RepositoryDeployKey": "title",
            "repositoryFile:RepositoryFile": "file",
            "repositoryEnvironment:RepositoryEnvironment": "environment",
            "repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy":
                "branchPattern",
            "actionsSecret:ActionsSecret": "secretName",
        };
        // Webhooks and alerts have no name on GitHub.
        const nameless = [
            "repositoryWebhook:RepositoryWebhook",
            "repositoryVulnerabilityAlerts:RepositoryVulnerabilityAlerts",
        ];
        for (const [type, input] of Object.entries(named)) {
            each(all(type), ({ inputs }, at) => {
                assert.ok(inputs[input], at);
            });
        }
        const known = [...Object.keys(named), ...nameless].map((type) => `github:index/${type}`);
        const others = runs
            .flatMap(({ registry }) => registry.resources.map(({ type }) => type))
            .filter((type) => type.startsWith("github:") && !known.includes(type));
        assert.deepEqual(others, []);
    });

    it("18. a repository without a commit, and files that its first one has made", () => {
        each(repositories(), ({ inputs }, at) => {
            assert.equal(inputs["autoInit"], true, at);
            assert.equal("defaultBranch" in inputs, false, at);
        });
        each(files(), ({ inputs }, at) => {
            assert.equal(inputs["overwriteOnCreate"], true, at);
            // The default one, whatever its name is: asked for by name it would have to be there.
            assert.equal("branch" in inputs, false, at);
        });
    });

    it("19. rules that forbid the program's own commits: they come after all files", () => {
        each(all("repositoryRuleset:RepositoryRuleset"), ({ run, request }, at) => {
            // A component waits before it makes what is in it.
            const [type = "", name = ""] = request.parent.split(" ");
            const before = [...request.waitsFor, ...run.requests.get(type, name).waitsFor];
            const written = run.requests.all
                .filter((other) => other.type === "github:index/repositoryFile:RepositoryFile")
                .map((file) => `${file.type} ${file.name}`);
            assert.deepEqual(
                written.filter((file) => !before.includes(file)),
                [],
                at,
            );
        });
    });

    it("20. deletions of what has gone with the repository: none are sent", () => {
        const own = "github:index/repository:Repository repository";
        each(files(), ({ request, mode, name }, at) => {
            // But for the workflow that looks after the updater's pull requests.
            const isWithdrawn = name.includes("/image-updates-");
            assert.equal(request.retainOnDelete, !isWithdrawn, at);
            const goes = isWithdrawn && mode.endsWith("goes whole");
            assert.equal(request.deletedWith, goes ? own : "", at);
        });
        for (const type of [
            "repositoryDeployKey:RepositoryDeployKey",
            "repositoryWebhook:RepositoryWebhook",
            "actionsSecret:ActionsSecret",
            "repositoryEnvironment:RepositoryEnvironment",
            "repositoryRuleset:RepositoryRuleset",
        ]) {
            const found = all(type);
            // Both kinds are there: a repository that goes and one that stays.
            assert.ok(
                [true, false].every((goes) =>
                    found.some(({ mode }) => mode.endsWith("goes whole") === goes),
                ),
                type,
            );
            each(found, ({ request, mode }, at) => {
                const goes = mode.endsWith("goes whole");
                assert.equal(request.deletedWith, goes ? own : "", at);
            });
        }
        each(repositories(), ({ inputs }, at) => {
            assert.equal(inputs["archiveOnDestroy"], false, at);
        });
        none("actionsVariable:ActionsVariable");
    });

    it("21. a repository that is renamed: what cannot follow it is made anew, and waits for it", () => {
        // GitHub takes no key twice, so an up stops there: docs/repository.md says what to do instead.
        for (const type of [
            "repositoryDeployKey:RepositoryDeployKey",
            "repositoryWebhook:RepositoryWebhook",
        ]) {
            each(all(type), ({ request, run, mode }, at) => {
                const owned = run.registry.resources.some(
                    (resource) => resource.type === "github:index/repository:Repository",
                );
                assert.deepEqual(
                    request.inputWaitsFor("repository"),
                    owned ? ["github:index/repository:Repository repository"] : [],
                    `${mode}: ${at}`,
                );
            });
        }
    });
});
