import assert from "node:assert/strict";

import type { Changes, ResourceChange } from "../../../../scripts/ci/preview/changes";
import { fileChanges } from "../../../../scripts/ci/preview/manifests";
import {
    COMMENT,
    marker,
    type PreviewReport,
    reportOf,
    SUMMARY,
} from "../../../../scripts/ci/preview/report";

const NOTHING: Changes = {
    resources: [],
    unchanged: 40,
    unprotected: [],
    ownCredentials: [],
    otherCluster: [],
    violations: [],
    errors: [],
};

const REPORT: PreviewReport = {
    stack: "dev",
    commit: "0123456789abcdef",
    runUrl: "https://git.example/acme/platform/actions/runs/7",
    helpUrl: "https://git.example/acme/platform/blob/HEAD/docs/previews.md",
    succeeded: true,
    changes: NOTHING,
    printed: "Resources:\n    40 unchanged\n",
    files: [],
};

const resource = (of: Partial<ResourceChange>): ResourceChange => ({
    fate: "changed",
    type: "kubernetes:core/v1:ConfigMap",
    name: "settings",
    properties: ["data"],
    secret: false,
    protected: false,
    ...of,
});

const comment = (of: Partial<PreviewReport>) => reportOf({ ...REPORT, ...of }, COMMENT);

describe("the report of a preview", () => {
    it("begins with the line that it is found by, then says that nothing changes", () => {
        const text = comment({});
        assert.deepEqual(text.split("\n\n").slice(0, 3), [
            marker("dev"),
            "## Preview of `dev`",
            "**No changes**, 40 unchanged.",
        ]);
        assert.match(text, /### Manifests\n\nNone changes\./);
        assert.match(text, /`0123456`/);
        assert.match(text, /actions\/runs\/7/);
        assert.doesNotMatch(text, /\[!/);
    });

    it("counts on top, and names each resource, the hardest to mend first", () => {
        const resources = [
            resource({ fate: "added", name: "new", properties: [] }),
            resource({}),
            resource({ fate: "replaced", name: "key" }),
            resource({ fate: "deleted", name: "old", properties: [] }),
        ];
        const text = comment({ changes: { ...NOTHING, resources } });
        assert.match(text, /\*\*1 added, 1 changed, 1 replaced, 1 deleted\*\*, 40 unchanged\./);
        const order = ["old", "key", "settings", "new"].map((name) =>
            text.indexOf(`| \`${name}\``),
        );
        assert.deepEqual(
            order,
            [...order].sort((a, b) => a - b),
        );
        assert.ok(order.every((at) => at > 0));
    });

    it("warns of what is protected or secret before it names anything else", () => {
        const resources = [
            resource({ name: "namespace", protected: true, fate: "deleted" }),
            resource({ name: "read-key", secret: true }),
        ];
        const text = comment({
            changes: { ...NOTHING, resources, unprotected: ["repository"] },
        });
        assert.match(
            text,
            /> \[!CAUTION\]\n> \*\*Something protected is touched:\*\* `namespace` \(deleted\)\n> \*\*Protection is taken away from:\*\* `repository`/,
        );
        assert.match(text, /> \[!WARNING\]\n> \*\*Secrets are touched:\*\* `read-key` \(changed\)/);
        assert.ok(text.indexOf("[!WARNING]") < text.indexOf("| Resource |"));
    });

    it("says what policies forbid, and what they advise", () => {
        const violation = { policy: "limits", resource: "web", message: "Set limits." };
        const violations = [
            { ...violation, mandatory: true },
            { ...violation, policy: "labels", resource: "", mandatory: false },
        ];
        const text = comment({ changes: { ...NOTHING, violations } });
        assert.match(text, /forbid this\*\*\n> - `limits`, `web`: `Set limits\.`/);
        assert.match(text, /advise against this\*\*\n> - `labels`: `Set limits\.`/);
    });

    it("says why a preview failed, and that it is not all", () => {
        const failed = { succeeded: false, changes: { ...NOTHING, errors: ["No cluster."] } };
        assert.match(comment(failed), /\*\*The preview failed\*\*[^\n]*\n\n```text\nNo cluster\./);
        const early = { succeeded: false, printed: "no stack named 'dev' found" };
        assert.match(comment(early), /failed\*\*[^\n]*\n\n```text\nno stack named 'dev' found/);
    });

    it("shows each manifest that changes, folded", () => {
        const files = fileChanges(
            new Map([["dev/a.yaml", "replicas: 1\n"]]),
            new Map([
                ["dev/a.yaml", "replicas: 2\n"],
                ["dev/b.yaml", "kind: X\n"],
            ]),
        );
        const text = comment({ files });
        assert.match(text, /2 files\. Rendered/);
        assert.match(text, /<summary>dev\/a\.yaml: changed, \+1 −1<\/summary>/);
        assert.match(text, /\n-replicas: 1\n\+replicas: 2\n/);
        assert.match(text, /<summary>dev\/b\.yaml: added, \+1 −0<\/summary>/);
    });

    it("says why manifests were not compared", () => {
        assert.match(comment({ files: "tsx: no such file" }), /Not compared\.\n\n```text\ntsx: no/);
    });

    it("gives the engine's signs a column of their own, and leaves its lines as they are", () => {
        const printed =
            "  pulumi:Stack: (same)\n    + a: (create)\n      ~ b: 1 => 2\n    +-c\n- d";
        assert.match(
            comment({ printed }),
            /```diff\n {3}pulumi:Stack: \(same\)\n\+ {4}\+ a: \(create\)\n! {6}~ b: 1 => 2\n! {4}\+-c\n-- d\n```/,
        );
    });

    it("does not let what it quotes become markup", () => {
        const text = comment({
            printed: "```\n</details>\n@everybody",
            files: fileChanges(new Map(), new Map([["<img>.yaml", "a: |\n  ````\n"]])),
            changes: { ...NOTHING, resources: [resource({ name: "a|`b`\n# c" })] },
        });
        assert.match(text, /\n````diff\n ```\n/);
        assert.match(text, /\n`````diff\n/);
        assert.match(text, /&lt;img&gt;/);
        assert.match(text, /\| ``a\\\|`b` # c`` \|/);
    });

    describe("of something large", () => {
        const many = 3000;
        const resources = Array.from({ length: many }, (_, number) =>
            resource({ name: `${"n".repeat(300)}${number}`, secret: true, protected: true }),
        );
        const files = fileChanges(
            new Map(),
            new Map(
                Array.from({ length: 200 }, (_, number) => [
                    `dev/${number}.yaml`,
                    "x: 1\n".repeat(1000),
                ]),
            ),
        );
        const printed = `${"    + something: (create)\n".repeat(20_000)}Resources:\n    + 20000`;
        const violations = Array.from({ length: many }, () => ({
            policy: "p",
            resource: "r",
            message: "m".repeat(5000),
            mandatory: true,
        }));
        const large: PreviewReport = {
            ...REPORT,
            succeeded: false,
            changes: { ...NOTHING, resources, violations, errors: ["e".repeat(100_000)] },
            printed,
            files,
        };

        it("fits into a comment, and says what was left out", () => {
            const text = reportOf(large, COMMENT);
            assert.ok(text.length <= 65_536, `${text.length} characters`);
            assert.ok(text.length > 50_000, `${text.length} characters`);
            assert.match(text, /… and 2960 more, named in the job's summary/);
            assert.match(text, /\*\*Cut to what GitHub takes:\*\* \d+ files left out here/);
            assert.match(text, /… \d+ lines left out …/);
            assert.match(text, /Resources:\n.*\+ 20000/);
        });

        it("closes every fold and fence that it opens", () => {
            const text = reportOf(large, COMMENT);
            const count = (pattern: RegExp) => [...text.matchAll(pattern)].length;
            assert.equal(count(/<details>/g), count(/<\/details>/g));
            assert.equal(count(/^```/gm) % 2, 0);
        });

        it("fits into a job's summary", () => {
            const bytes = Buffer.byteLength(reportOf(large, SUMMARY));
            assert.ok(bytes <= 1024 * 1024, `${bytes} bytes`);
        });

        it("shows what is short whole, whatever else is long", () => {
            const short = fileChanges(
                new Map(),
                new Map([
                    ["dev/a.yaml", "x: 1\n".repeat(50)],
                    ["dev/b.yaml", "y: 1\n".repeat(50)],
                ]),
            );
            const [, shown = ""] = comment({ printed, files: short }).split("### Manifests");
            const [manifests = "", run = ""] = shown.split("<summary>pulumi preview");
            assert.equal([...manifests.matchAll(/^\+[xy]: 1$/gm)].length, 100);
            assert.doesNotMatch(manifests, /left out/);
            assert.match(run, /left out/);
            const text = comment({ files, printed: "Resources:\n    40 unchanged" });
            assert.match(text, /40 unchanged\n```/);
            assert.ok(text.length > 50_000, `${text.length} characters`);
        });
    });
});
