import assert from "node:assert/strict";

import { runProgram } from "./support/program";
import type { Request } from "./support/requests";

const UPDATER = "kubernetes:argocd-image-updater.argoproj.io/v1alpha1:ImageUpdater image-update";
const USED_BY = "argocd-image-drift:index:UsedBy";

/** What a resource cannot be without: the engine deletes none of it before the resource. */
function directNeeds({ parent, waitsFor }: Request): string[] {
    return [parent, ...waitsFor].filter(Boolean);
}

function nameOf({ type, name }: Request): string {
    return `${type} ${name}`;
}

/**
 * How long the longest way down to a resource that needs nothing is. The engine deletes level by
 * level, from the top, all resources of a level at once.
 */
function levels(requests: readonly Request[]): Map<string, number> {
    const byName = new Map(requests.map((request) => [nameOf(request), request]));
    const found = new Map<string, number>();
    const levelOf = (name: string): number => {
        const known = found.get(name);
        if (known !== undefined) {
            return known;
        }
        const request = byName.get(name);
        const level = request ? 1 + Math.max(0, ...directNeeds(request).map(levelOf)) : 0;
        found.set(name, level);
        return level;
    };
    [...byName.keys()].forEach(levelOf);
    return found;
}

function isOwn(request: Request): boolean {
    return request.type.startsWith("argocd-image-drift:") || request.type.startsWith("pulumi:");
}

describe("destroy", () => {
    const joined = {
        registryUsername: "robot",
        registryPassword: "password",
        appSecrets: JSON.stringify({ GIVEN: "given", MADE_UP: "" }),
    };
    const full = {
        ...joined,
        ingressHost: "argocd.example.com",
        branchRules: "true",
        requiredApprovals: "1",
        githubEnvironment: "true",
    };

    for (const [stack, config] of [
        ["dev", full],
        ["dev", {}],
        ["prod", joined],
    ] as const) {
        it(`of ${stack}: the ImageUpdater resource goes first, and alone`, async () => {
            const { requests } = await runProgram(stack, config);
            // The marks of users are nothing outside the state.
            const real = requests.all.filter(({ type }) => type !== USED_BY);
            const byLevel = [...levels(real)].sort(([, a], [, b]) => b - a);
            const [[first, top] = assert.fail(), [, second] = assert.fail()] = byLevel;
            assert.equal(first, UPDATER);
            assert.ok(second < top, byLevel.slice(0, 4).join("\n"));
        });
    }

    for (const config of [full, {}]) {
        it("refused because of a user: that comes first, and nothing else is tried", async () => {
            const { requests } = await runProgram("dev", { ...config, usedBy: '["prod"]' });
            const byName = new Map(requests.all.map((request) => [nameOf(request), request]));
            const marks = requests.all.filter(({ type }) => type === USED_BY);
            assert.deepEqual(
                marks.map(({ name, protect }) => [name, protect]),
                [
                    ["used-by-staging", false],
                    ["used-by-prod", true],
                ],
            );
            for (const mark of marks) {
                const needed = new Set<string>();
                const need = (name: string): void => {
                    if (!needed.has(name)) {
                        needed.add(name);
                        const request = byName.get(name);
                        (request ? directNeeds(request) : []).forEach(need);
                    }
                };
                need(nameOf(mark));
                const others = requests.all.filter((request) => !isOwn(request)).map(nameOf);
                assert.deepEqual(
                    others.filter((name) => !needed.has(name)),
                    [],
                );
            }
        });
    }
});
