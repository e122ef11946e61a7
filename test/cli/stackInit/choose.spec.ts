import assert from "node:assert/strict";

import { chooseFromFiles, chooseFromFindings, withChoices } from "../../../cli/stackInit/choose";
import type { Findings, Surroundings } from "../../../cli/stackInit/facts";
import { ANSWERING, ENGINE } from "./outcomes";

const NOTHING: Surroundings = {
    environment: "prod",
    settings: {},
    others: [],
    hasKubectl: true,
};

const ORIGIN = { host: "github.com", owner: "acme" };

function fromFiles(surroundings: Partial<Surroundings>): Record<string, unknown> {
    const choices = chooseFromFiles({ ...NOTHING, ...surroundings });
    return Object.fromEntries(choices.map(({ key, value }) => [key, value]));
}

function fromFindings(
    surroundings: Partial<Surroundings>,
    findings: Partial<Findings> = {},
): Record<string, unknown> {
    const choices = chooseFromFindings(
        { ...NOTHING, ...surroundings },
        { engine: ENGINE, gitHub: { repository: { is: "absent" } }, ...findings },
    );
    return Object.fromEntries(choices.map(({ key, value }) => [key, value]));
}

describe("stack:init: settings chosen from files", () => {
    it("the owner is that of the Git remote, if it is on the configured server", () => {
        assert.deepEqual(fromFiles({ origin: ORIGIN }), { githubOwner: "acme" });
        assert.deepEqual(fromFiles({ origin: { ...ORIGIN, host: "gitlab.com" } }), {});
        const settings = { githubBaseUrl: "https://git.example.com/" };
        assert.deepEqual(fromFiles({ settings, origin: ORIGIN }), {});
        assert.deepEqual(
            fromFiles({ settings, origin: { host: "git.example.com", owner: "team" } }),
            { githubOwner: "team" },
        );
        assert.deepEqual(
            fromFiles({ settings: { githubBaseUrl: "nonsense" }, origin: ORIGIN }),
            {},
        );
    });

    it("what all stacks share is taken from the one that owns the repository", () => {
        const staging = {
            name: "staging",
            settings: { githubOwner: "old", registry: "r.example.com", repositoryMode: "join" },
        };
        const dev = {
            name: "dev",
            settings: { githubOwner: "acme", appName: "shop", images: '[{"name":"web"}]' },
        };
        assert.deepEqual(fromFiles({ others: [staging, dev], origin: ORIGIN }), {
            githubOwner: "acme",
            appName: "shop",
            registry: "r.example.com",
            images: [{ name: "web" }],
        });
    });

    it("what is set stays", () => {
        const settings = { githubOwner: "mine", appName: "mine", kubeContext: "mine" };
        const others = [{ name: "dev", settings: { githubOwner: "acme", appName: "shop" } }];
        assert.deepEqual(
            fromFiles({ settings, others, origin: ORIGIN, currentContext: "kind" }),
            {},
        );
        assert.deepEqual(fromFiles({ settings: { kubeconfig: "…" }, currentContext: "kind" }), {});
    });

    it("the context is named, so that another current one changes nothing", () => {
        assert.deepEqual(fromFiles({ currentContext: "kind" }), { kubeContext: "kind" });
    });

    it("who joins an Argo CD is where it is", () => {
        const settings = { argoCdInstall: "false" };
        const at = (found: Record<string, string>) => [{ name: "dev", settings: found }];
        const currentContext = "other";
        assert.deepEqual(
            fromFiles({ settings, others: at({ kubeContext: "kind" }), currentContext }),
            {
                kubeContext: "kind",
            },
        );
        assert.deepEqual(
            fromFiles({ settings, others: at({ kubeconfig: "…" }), currentContext }),
            {},
        );
        assert.deepEqual(fromFiles({ settings, others: at({}), currentContext }), {
            kubeContext: "other",
        });
    });

    it("choices become settings as the engine would hand them over", () => {
        const choices = [
            { key: "images", value: [{ name: "web" }], why: "" },
            { key: "argoCdInstall", value: false, why: "" },
        ] as const;
        assert.deepEqual(withChoices({ appName: "shop" }, choices), {
            appName: "shop",
            images: '[{"name":"web"}]',
            argoCdInstall: "false",
        });
    });
});

describe("stack:init: settings chosen from what is there", () => {
    const dev = { name: "dev", settings: { appName: "letsgo-app" } };

    it("the first stack makes the repository and installs Argo CD", () => {
        assert.deepEqual(fromFindings({}), { repositoryMode: "create", argoCdInstall: true });
    });

    it("the others join both", () => {
        const joins = { repositoryMode: "join", argoCdInstall: false };
        assert.deepEqual(fromFindings({ others: [dev] }), joins);
    });

    it("a stack in another cluster installs its own Argo CD, and joins the repository", () => {
        const others = [{ ...dev, settings: { kubeContext: "west" } }];
        const settings = { kubeContext: "east" };
        assert.deepEqual(fromFindings({ settings, others }), {
            repositoryMode: "join",
            argoCdInstall: true,
        });
    });

    it("another application has a repository of its own", () => {
        const { repositoryMode } = fromFindings({ settings: { appName: "shop" }, others: [dev] });
        assert.equal(repositoryMode, "create");
    });

    it("somebody's repository is adopted, and one of this program's is taken over", () => {
        const there = (isOurs: boolean) => ({
            gitHub: { repository: { is: "there", isOurs, fullName: "acme/letsgo-app" } } as const,
        });
        assert.equal(fromFindings({}, there(false))["repositoryMode"], "adopt");
        assert.equal(fromFindings({}, there(true))["repositoryMode"], "create");
    });

    it("somebody's Argo CD is joined, and one's own is not", () => {
        const argoCd = (installedBy?: string) => ({
            cluster: { ...ANSWERING, argoCd: { ...(installedBy && { installedBy }) } },
        });
        assert.equal(fromFindings({}, argoCd())["argoCdInstall"], false);
        assert.equal(fromFindings({}, argoCd("dev"))["argoCdInstall"], false);
        assert.equal(fromFindings({}, argoCd("prod"))["argoCdInstall"], true);
    });

    it("what is set stays", () => {
        const settings = { repositoryMode: "create", argoCdInstall: "true" };
        assert.deepEqual(fromFindings({ settings, others: [dev] }), {});
    });
});
