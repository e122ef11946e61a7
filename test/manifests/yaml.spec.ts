import assert from "node:assert/strict";
import { parse } from "yaml";

import { toYaml, toYamlDocuments } from "../../components/manifests";

describe("toYaml", () => {
    it("never folds a line", () => {
        const long = `${"word ".repeat(60)}end`;
        assert.equal(toYaml({ long }), `long: ${long}\n`);
    });

    it("quotes what YAML 1.1 would not read as a string", () => {
        const values = ["yes", "on", "0123", "1.10", "1e3", "12:30", "null", "2025-06-01", "~"];
        const text = toYaml({ values });
        assert.deepEqual(parse(text, { version: "1.1" }), { values });
    });

    it("repeats an object that stands twice, instead of referring to it", () => {
        const labels = { a: "b" };
        assert.doesNotMatch(toYaml({ one: labels, two: labels }), /[&*]/);
    });

    it("keeps the order of keys and leaves out what is undefined", () => {
        assert.equal(toYaml({ b: 1, a: undefined, c: [] }), "b: 1\nc: []\n");
    });

    it("puts the header directly above the first key, where the updater keeps it", () => {
        assert.equal(toYaml({ a: 1 }, { header: "one\n\ntwo" }), "# one\n#\n# two\na: 1\n");
    });

    it("writes no document at all as the header alone", () => {
        assert.equal(toYamlDocuments([], { header: "nothing" }), "# nothing\n");
        assert.equal(toYamlDocuments([{ a: 1 }, { b: 2 }]), "a: 1\n---\nb: 2\n");
    });
});
