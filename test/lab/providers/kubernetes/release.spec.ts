import assert from "node:assert/strict";
import type { KubernetesProvider } from "../../../../lab/providers/kubernetes/provider";
import { InitializationError } from "../../../../lab/providers/protocol/provider";
import {
    Properties,
    Secret,
    textAt,
    unknown,
    Unknown,
} from "../../../../lab/providers/protocol/values";
import { FakeApiServer } from "../support/fakeApiServer";
import { FakeHelm, fakeHelm } from "../support/fakeHelm";
import { kubernetesProvider, urnOf } from "../support/kubernetesProvider";

const request = urnOf("kubernetes:helm.sh/v3:Release", "argocd");
const seed = new Uint8Array();
const chart = { "show chart": { output: "name: argo-cd\nversion: 10.1.1\n" } };
const program: Properties = {
    name: "argocd",
    chart: "./argo-cd.tgz",
    compat: "true",
    namespace: "argocd",
    values: { a: 1, token: new Secret("s3cret") },
};

/** helm's answers about a release in the cluster. */
function live(revision: number, status: string, config: Properties) {
    const manifest =
        "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: argocd}\n---\n" +
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\n";
    return {
        "status argocd": {
            output: JSON.stringify({
                name: "argocd",
                namespace: "argocd",
                version: revision,
                info: { status },
                config,
                manifest,
            }),
        },
        "get metadata argocd": {
            output: JSON.stringify({ chart: "argo-cd", version: "10.1.1", appVersion: "v3.4.4" }),
        },
    };
}
const none = {
    "status argocd": { error: "release: not found" },
    "get metadata argocd": { error: "release: not found" },
};

describe("the lab's helm releases answer as the real provider's", () => {
    let server: FakeApiServer;
    let helm: FakeHelm;
    let provider: KubernetesProvider;

    beforeEach(async () => {
        server = new FakeApiServer();
        helm = await fakeHelm();
        ({ provider } = await kubernetesProvider(await server.start()));
    });
    afterEach(async () => {
        await server.stop();
        await helm.remove();
    });

    async function checked(news = program, olds: Properties = {}): Promise<Properties> {
        await helm.answer(chart);
        const { inputs, failures } = await provider.check({
            ...request,
            olds,
            news,
            randomSeed: seed,
        });
        assert.deepEqual(failures, []);
        return inputs;
    }

    async function created(): Promise<{ inputs: Properties; state: Properties }> {
        const inputs = await checked();
        await helm.answer({ install: {}, ...live(1, "deployed", { a: 1, token: "s3cret" }) });
        const { id, state } = await provider.create({
            ...request,
            inputs,
            timeout: 0,
            preview: false,
        });
        assert.equal(id, "argocd/argocd");
        return { inputs, state };
    }

    function diff(olds: Properties, news: Properties) {
        return provider.diff({
            ...request,
            id: "argocd/argocd",
            olds,
            oldInputs: {},
            news,
            ignoreChanges: [],
        });
    }

    describe("Check (provider/helm_release.go Check, setDefaults)", () => {
        it("completes the inputs, takes the chart's version and drops what is no input", async () => {
            const inputs = await checked();
            assert.equal(inputs["version"], "10.1.1");
            assert.equal(inputs["timeout"], 300);
            assert.equal(inputs["atomic"], false);
            assert.equal(inputs["keyring"], "");
            for (const absent of [
                "compat",
                "manifest",
                "maxHistory",
                "repositoryOpts",
                "resourceNames",
                "status",
            ]) {
                assert.equal(absent in inputs, false, absent);
            }
        });

        it("keeps the secrecy of single values", async () => {
            const { values } = await checked();
            assert.deepEqual(values, { a: 1, token: new Secret("s3cret") });
        });

        it("names it <resource>-<8 hex>, in the default namespace, and keeps that name", async () => {
            const { name: _name, namespace: _namespace, ...unnamed } = program;
            assert.deepEqual([_name, _namespace], ["argocd", "argocd"]);
            const first = await checked(unnamed);
            assert.match(textAt(first, "name"), /^argocd-[0-9a-f]{8}$/);
            assert.equal(first["namespace"], "default");
            assert.equal((await checked(unnamed, first))["name"], first["name"]);
        });

        it("tells a missing chart as a failure of `chart`", async () => {
            await helm.answer({ "show chart": { error: "no such chart" } });
            const { failures } = await provider.check({
                ...request,
                olds: {},
                news: program,
                randomSeed: seed,
            });
            const reason = "no such chart; check the chart name and repository configuration.";
            assert.deepEqual(failures, [{ property: "chart", reason }]);
        });

        it("does not load the chart while something is unknown, and keeps it unknown", async () => {
            await helm.answer({});
            const news = { ...program, values: { a: unknown } };
            const { inputs } = await provider.check({
                ...request,
                olds: {},
                news,
                randomSeed: seed,
            });
            assert.deepEqual(inputs["values"], { a: unknown });
            assert.deepEqual(await helm.commands(), []);
        });
    });

    describe("Preview (Create, Update, checkpointRelease)", () => {
        it("shows the inputs; status and resource names are unknown", async () => {
            const inputs = await checked();
            const before = (await helm.commands()).length;
            const { id, state } = await provider.create({
                ...request,
                inputs,
                timeout: 0,
                preview: true,
            });
            assert.equal(id, "");
            assert.ok(
                state["status"] instanceof Unknown && state["resourceNames"] instanceof Unknown,
            );
            assert.equal(state["chart"], "./argo-cd.tgz");
            assert.equal((await helm.commands()).length, before);
        });
    });

    describe("Create (helmCreate, setReleaseAttributes)", () => {
        it("installs and waits, values in a file that only the user can read", async () => {
            const { state } = await created();
            const install = (await helm.commands()).find(({ args }) => args[0] === "install");
            assert.deepEqual(install?.args.slice(0, 8), [
                "install",
                "argocd",
                "./argo-cd.tgz",
                "--version",
                "10.1.1",
                "--wait",
                "--timeout",
                "300s",
            ]);
            assert.deepEqual([install.values, install.mode], [{ a: 1, token: "s3cret" }, 0o600]);
            assert.deepEqual(state["status"], {
                appVersion: "v3.4.4",
                chart: "argo-cd",
                name: "argocd",
                namespace: "argocd",
                revision: 1,
                status: "deployed",
                version: "10.1.1",
            });
            assert.deepEqual(state["resourceNames"], {
                "Secret/v1": ["argocd/s"],
                "Deployment.apps/apps/v1": ["d"],
            });
            assert.ok(state["__inputs"] instanceof Secret);
            assert.deepEqual(state["values"], { a: 1, token: new Secret("s3cret") });
        });

        it("keeps a release that failed to become ready", async () => {
            const inputs = await checked();
            await helm.answer({ install: { error: "timed out" }, ...live(1, "failed", {}) });
            await assert.rejects(
                provider.create({ ...request, inputs, timeout: 0, preview: false }),
                (error) =>
                    error instanceof InitializationError &&
                    error.id === "argocd/argocd" &&
                    textAt(error.state, "status", "status") === "failed",
            );
        });

        it("does not take over a release of that name", async () => {
            const inputs = await checked();
            await helm.answer({
                install: {
                    error: "INSTALLATION FAILED: cannot re-use a name that is still in use",
                },
                ...live(1, "pending-install", {}),
            });
            await assert.rejects(
                provider.create({ ...request, inputs, timeout: 0, preview: false }),
                (error) =>
                    error instanceof Error &&
                    !(error instanceof InitializationError) &&
                    error.message.includes("helm uninstall"),
            );
        });
    });

    describe("Diff", () => {
        it("sees no difference in unchanged inputs", async () => {
            const { inputs, state } = await created();
            assert.deepEqual(await diff(state, inputs), { changed: false });
        });

        it("updates for values, removed ones too", async () => {
            const { inputs, state } = await created();
            const answer = await diff(state, { ...inputs, values: { a: 2 } });
            assert.deepEqual(answer.replaces, []);
            assert.deepEqual(answer.detailed, {
                "values.a": { kind: "update", replace: false, inputDiff: false },
                "values.token": { kind: "delete", replace: false, inputDiff: true },
            });
        });

        it("replaces for name and namespace, the new one first", async () => {
            const { inputs, state } = await created();
            for (const key of ["name", "namespace"]) {
                const answer = await diff(state, { ...inputs, [key]: "other" });
                assert.deepEqual(
                    [answer.replaces, answer.deleteBeforeReplace ?? false],
                    [[key], false],
                );
            }
        });

        it("sees values that somebody changed with helm", async () => {
            const { inputs, state } = await created();
            await helm.answer(live(2, "deployed", { a: 9, token: "s3cret" }));
            const found = await provider.read({ ...request, id: "argocd/argocd", state, inputs });
            assert.ok(found);
            const answer = await diff(found.state, inputs);
            assert.deepEqual(Object.keys(answer.detailed ?? {}), ["values.a"]);
        });
    });

    describe("Read", () => {
        it("is unchanged when nothing changed, and gone when the release is", async () => {
            const { inputs, state } = await created();
            const read = () => provider.read({ ...request, id: "argocd/argocd", state, inputs });
            assert.deepEqual(await read(), { id: "argocd/argocd", state, inputs });
            await helm.answer(none);
            assert.equal(await read(), undefined);
        });

        it("imports by namespace/name", async () => {
            await helm.answer(live(3, "deployed", { a: 1 }));
            const found = await provider.read({
                ...request,
                id: "argocd/argocd",
                state: {},
                inputs: {},
            });
            assert.equal(found?.inputs["chart"], "argo-cd");
            assert.deepEqual([found.inputs["values"], found.inputs["timeout"]], [{ a: 1 }, 0]);
        });
    });

    describe("Update (helmUpdate)", () => {
        it("upgrades and keeps all revisions", async () => {
            const { inputs, state } = await created();
            await helm.answer({ upgrade: {}, ...live(2, "deployed", { a: 2 }) });
            const news = { ...inputs, values: { a: 2 } };
            const answer = await provider.update({
                ...request,
                id: "argocd/argocd",
                olds: state,
                news,
                ignoreChanges: [],
                timeout: 0,
                preview: false,
            });
            assert.equal((answer["status"] as Properties)["revision"], 2);
            const upgrade = (await helm.commands()).find(({ args }) => args[0] === "upgrade");
            assert.ok(upgrade?.args.join(" ").includes("--history-max 0"));
        });

        it("fails without keeping anything when helm had not begun", async () => {
            const { inputs, state } = await created();
            await helm.answer({
                upgrade: { error: "another operation (install/upgrade/rollback) is in progress" },
                ...live(1, "deployed", {}),
            });
            await assert.rejects(
                provider.update({
                    ...request,
                    id: "argocd/argocd",
                    olds: state,
                    news: inputs,
                    ignoreChanges: [],
                    timeout: 0,
                    preview: false,
                }),
                (error) => !(error instanceof InitializationError),
            );
        });
    });

    describe("Delete", () => {
        it("uninstalls and waits", async () => {
            const { state } = await created();
            await helm.answer({ uninstall: { output: 'release "argocd" uninstalled\n' } });
            await provider.delete({ ...request, id: "argocd/argocd", state, timeout: 0 });
            const { args } = (await helm.commands()).at(-1) ?? { args: [] };
            assert.deepEqual(args.slice(0, 5), [
                "uninstall",
                "argocd",
                "--wait",
                "--timeout",
                "300s",
            ]);
        });

        it("fails for a release that is not there", async () => {
            const { state } = await created();
            await helm.answer({
                uninstall: { error: "uninstall: Release not loaded: argocd: release: not found" },
            });
            await assert.rejects(
                provider.delete({ ...request, id: "argocd/argocd", state, timeout: 0 }),
                /release: not found/,
            );
        });
    });
});
