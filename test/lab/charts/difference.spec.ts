import assert from "node:assert/strict";
import { differences, explanation, type KnownDifference } from "../../../lab/charts/difference";
import { KNOWN_DIFFERENCES } from "../../../lab/charts/knownDifferences";
import type { KubernetesObject } from "../../../lab/charts/rendered";
import { reportTable } from "../../../lab/charts/report";

function deployment(container: object, labels: object = {}): KubernetesObject {
    return {
        kind: "Deployment",
        metadata: { name: "d", labels },
        spec: { template: { spec: { containers: [{ name: "c", ...container }] } } },
    };
}

function role(...rules: object[]): KubernetesObject {
    return { kind: "Role", metadata: { name: "r" }, rules };
}

describe("the comparison of two charts", () => {
    const CONTAINER = "spec.template.spec.containers[c]";

    it("finds nothing where only order, chart labels and module versions differ", () => {
        const lab = deployment(
            {
                image: "quay.io/argoproj/argocd:v3.4.2",
                env: [
                    { name: "A", value: "1" },
                    { name: "B", value: "2" },
                ],
            },
            { "helm.sh/chart": "x-1-lab" },
        );
        const other = deployment(
            {
                image: "quay.io/argoproj/argocd:v3.4.4",
                env: [
                    { name: "B", value: "2" },
                    { name: "A", value: "1" },
                ],
                args: [],
            },
            { "helm.sh/chart": "x-1" },
        );
        assert.deepEqual(differences("x", [lab], [other]), []);
    });

    it("names the field of a changed, a missing and an added value", () => {
        const lab = deployment({ env: [{ name: "A", value: "1" }], image: "redis:1" });
        const other = deployment({ env: [{ name: "B", value: "1" }], image: "redis:2" });
        const found = differences("x", [lab], [other]);
        assert.deepEqual(
            found.map(({ path, lab, public: theirs }) => [path, lab, theirs]),
            [
                [`${CONTAINER}.env[A].name`, '"A"', undefined],
                [`${CONTAINER}.env[A].value`, '"1"', undefined],
                [`${CONTAINER}.env[B].name`, undefined, '"B"'],
                [`${CONTAINER}.env[B].value`, undefined, '"1"'],
                [`${CONTAINER}.image`, '"redis:1"', '"redis:2"'],
            ],
        );
    });

    it("takes the order of arguments seriously", () => {
        const found = differences(
            "x",
            [deployment({ args: ["a", "b"] })],
            [deployment({ args: ["b", "a"] })],
        );
        assert.equal(found.length, 2);
    });

    it("tells a string from a number and from a boolean", () => {
        for (const value of [8080, true]) {
            const found = differences(
                "x",
                [deployment({ p: value })],
                [deployment({ p: String(value) })],
            );
            assert.equal(found.length, 1, String(value));
        }
    });

    it("ignores the order of rules and verbs, not a verb too many", () => {
        const one = { apiGroups: [""], resources: ["secrets"], verbs: ["get", "list"] };
        const two = { apiGroups: [""], resources: ["events"], verbs: ["create"] };
        const same = role(two, { ...one, verbs: ["list", "get"] });
        assert.deepEqual(differences("x", [role(one, two)], [same]), []);
        const more = role({ ...one, verbs: ["get", "list", "watch"] }, two);
        assert.equal(differences("x", [role(one, two)], [more]).length, 2);
    });

    it("reports an object that only one chart has", () => {
        assert.deepEqual(differences("x", [role()], []), [
            { chart: "x", kind: "Role", name: "r", path: "", lab: "(object)" },
        ]);
    });

    it("a reason covers its field and what is below, nothing beside it", () => {
        const known: KnownDifference = {
            chart: "x",
            kind: "Deployment",
            name: "d",
            path: `${CONTAINER}.env[A]`,
            reason: "because",
        };
        const at = (path: string, name = "d") =>
            explanation({ chart: "x", kind: "Deployment", name, path }, [known])?.reason;
        assert.equal(at(`${CONTAINER}.env[A]`), "because");
        assert.equal(at(`${CONTAINER}.env[A].value`), "because");
        assert.equal(at(`${CONTAINER}.env[AB].value`), undefined);
        assert.equal(at(`${CONTAINER}.image`), undefined);
        assert.equal(at(`${CONTAINER}.env[A]`, "other"), undefined);
        const whole = [{ ...known, path: "" }];
        assert.equal(
            explanation({ chart: "x", kind: "Deployment", name: "d", path: "spec.x" }, whole),
            undefined,
        );
    });

    it("every known difference has a reason, and stands there once", () => {
        const keys = KNOWN_DIFFERENCES.map(({ chart, kind, name, path }) =>
            [chart, kind, name, path].join(" "),
        );
        assert.equal(new Set(keys).size, keys.length);
        assert.ok(KNOWN_DIFFERENCES.every(({ reason }) => reason.length > 10));
    });

    it("the table says which difference nobody explained", () => {
        const difference = { chart: "x", kind: "Role", name: "r", path: "a", lab: '"b|c"' };
        const table = reportTable([{ difference, known: undefined }]);
        assert.match(table, /\| x \| Role `r` \| `a` \| `"b\\\|c"` \| – \| \*\*unexplained\*\* \|/);
    });
});
