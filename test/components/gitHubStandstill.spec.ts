import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as path from "node:path";

import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";

import { followed, standstillWarning } from "../../components/gitHubStandstill";
import { Standstill } from "../../components/standstill";
import { runProgram } from "../support/program";
import { isOwn, Registry } from "../support/registry";

/** Takes down what is asked for and what is answered, in order. */
class Noted extends Standstill {
    readonly notes: string[] = [];

    constructor() {
        super({ limitSeconds: 180, tell: () => undefined });
    }

    override asked(name: string): () => void {
        this.notes.push(`asked ${name}`);
        return () => this.notes.push(`answered ${name}`);
    }
}

/** A promise, and what resolves it. */
function gate(): { readonly opened: Promise<string>; readonly open: () => void } {
    let open: () => void = () => undefined;
    const opened = new Promise<string>((resolve) => {
        open = () => {
            resolve("open");
        };
    });
    return { opened, open };
}

/** Until all that can happen has: mocks answer without a clock. */
async function quiet(): Promise<void> {
    for (let turn = 0; turn < 50; turn++) {
        await new Promise((resolve) => setImmediate(resolve));
    }
}

describe("what is made on GitHub", () => {
    let registry: Registry;
    let noted: Noted;

    beforeEach(async () => {
        registry = new Registry();
        await registry.install();
        noted = new Noted();
    });

    function component(name: string, opts: pulumi.ComponentResourceOptions = {}) {
        return new pulumi.ComponentResource(
            "argocd-image-drift:index:Test",
            name,
            {},
            { ...opts, transformations: [followed(noted)] },
        );
    }

    it("is watched until it is answered; nothing else is", async () => {
        const parent = component("parent");
        new github.Repository("repository", { name: "shop" }, { parent });
        new tls.PrivateKey("key", { algorithm: "ED25519" }, { parent });
        await registry.settle();
        assert.deepEqual(noted.notes, [
            "asked Repository repository",
            "answered Repository repository",
        ]);
    });

    it("is not asked for before its inputs are known", async () => {
        const { opened, open } = gate();
        new github.Repository("repository", { name: opened }, { parent: component("parent") });
        await quiet();
        assert.deepEqual(noted.notes, []);
        open();
        await registry.settle();
        assert.equal(noted.notes[0], "asked Repository repository");
    });

    it("is not asked for before what it was told to wait for", async () => {
        const { opened, open } = gate();
        const first = new tls.PrivateKey("first", { algorithm: opened });
        new github.Repository(
            "repository",
            { name: "shop" },
            { parent: component("parent"), dependsOn: [first] },
        );
        await quiet();
        assert.deepEqual(noted.notes, []);
        open();
        await registry.settle();
        assert.equal(noted.notes[0], "asked Repository repository");
    });

    it("is not asked for before what its component waits for: the cluster", async () => {
        const { opened, open } = gate();
        const cluster = new tls.PrivateKey("cluster", { algorithm: opened });
        const parent = component("parent", { dependsOn: cluster });
        new github.Repository("repository", { name: "shop" }, { parent });
        await quiet();
        assert.deepEqual(noted.notes, []);
        open();
        await registry.settle();
        assert.equal(noted.notes[0], "asked Repository repository");
    });
});

describe("the warning of a standstill", () => {
    it("names three at most, and what to do", () => {
        const five = ["Repository a", "RepositoryFile b", "RepositoryFile c", "X d", "X e"];
        const said = standstillWarning(five);
        assert.match(said, /^GitHub has answered nothing for 3 minutes\. Waiting for: /);
        assert.match(said, /: Repository a, RepositoryFile b, RepositoryFile c and 2 more; they/);
        assert.match(said, /Ctrl-C.* pulumi cancel; pulumi up --refresh\.$/);
        assert.doesNotMatch(said, /X d/);
    });

    it("blames one alone if it is alone", () => {
        const said = standstillWarning(["RepositoryDeployKey read-key-1"]);
        assert.match(said, /Waiting for: RepositoryDeployKey read-key-1\. GitHub may/);
    });

    it("is watched for by every component that makes something on GitHub", async () => {
        const { registry } = await runProgram("dev", { ingressHost: "argocd.example.com" });
        const watched = [...registry.options.values()]
            .filter(({ type }) => isOwn(type))
            .filter(({ options }) => options.transformations?.length === 1);
        assert.deepEqual(watched.map(({ name }) => name).sort(), [
            ...["branch-rules", "environment", "github-environment", "read-key", "repository"],
            ...["webhooks", "write"],
        ]);
    });

    it("keeps no program alive", () => {
        const file = path.join(__dirname, "..", "..", "components", "standstill.ts");
        const program = `
            const { Standstill } = require(${JSON.stringify(file)});
            new Standstill({ limitSeconds: 600, tell() {} }).asked("a key");
        `;
        const { status, stderr } = spawnSync(
            process.execPath,
            ["--import", "tsx", "--eval", program],
            { timeout: 15_000, encoding: "utf8", cwd: path.dirname(file) },
        );
        assert.equal(status, 0, stderr);
    });
});
