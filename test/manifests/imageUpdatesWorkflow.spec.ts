import assert from "node:assert/strict";

import { parse } from "yaml";

import { imageUpdatesWorkflow } from "../../components/manifests";
import { assertGoldenTree } from "../support/golden";

interface Workflow {
    readonly on: { readonly pull_request_target: { branches: string[]; types: string[] } };
    readonly permissions: object;
    readonly concurrency: { readonly group: string; readonly "cancel-in-progress": boolean };
    readonly jobs: {
        readonly "pull-requests": {
            readonly if: string;
            readonly permissions: object;
            readonly steps: { uses?: string; env: Record<string, string>; run: string }[];
        };
    };
}

const ARGS = {
    overlay: "production",
    instance: "letsgo-app-prod",
    argoNamespace: "argocd",
    branch: "main",
};
const BY_HAND = imageUpdatesWorkflow({ ...ARGS, autoMerge: false });
const ALONE = imageUpdatesWorkflow({ ...ARGS, autoMerge: true });

function read({ content }: { content: string }): Workflow {
    return parse(content) as Workflow;
}

describe("the workflow for the updater's pull requests", () => {
    it("is the golden one", () => {
        assertGoldenTree("image-updates", [
            { ...BY_HAND, path: `by-hand/${BY_HAND.path}` },
            { ...ALONE, path: `auto-merge/${ALONE.path}` },
        ]);
    });

    it("may do what it does, and no more", () => {
        const write = { contents: "write", "pull-requests": "write" };
        for (const file of [BY_HAND, ALONE]) {
            assert.deepEqual(read(file).permissions, {});
        }
        assert.deepEqual(read(BY_HAND).jobs["pull-requests"].permissions, write);
        assert.deepEqual(read(ALONE).jobs["pull-requests"].permissions, {
            ...write,
            checks: "read",
            statuses: "read",
        });
    });

    it("runs nothing of a pull request, and lets none of its text in", () => {
        for (const { steps } of [BY_HAND, ALONE].map((file) => read(file).jobs["pull-requests"])) {
            assert.equal(steps.length, 1);
            for (const { uses, run, env } of steps) {
                assert.equal(uses, undefined);
                assert.doesNotMatch(run, /\$\{\{/);
                const expressions = Object.values(env).filter((value) => value.includes("${{"));
                assert.deepEqual(expressions, ["${{ github.token }}"]);
            }
        }
    });

    it("passes over forks, and branches that are not the updater's", () => {
        assert.equal(
            read(ALONE).jobs["pull-requests"].if,
            "github.event.pull_request.head.repo.full_name == github.repository && " +
                "startsWith(github.event.pull_request.head.ref, " +
                "'image-updater-argocd-letsgo-app-prod-')",
        );
        assert.deepEqual(read(ALONE).on.pull_request_target.branches, ["main"]);
    });

    it("never has two runs at once", () => {
        const { group, "cancel-in-progress": cancel } = read(ALONE).concurrency;
        assert.deepEqual([group, cancel], ["image-updates-production", false]);
    });
});
