import assert from "node:assert/strict";

import { mergeValues } from "../../components/helmValues";

describe("merged Helm values", () => {
    it("merge maps at every depth, and let the later value win", () => {
        assert.deepEqual(
            mergeValues(
                { a: { b: { kept: 1, changed: 2 }, c: 3 }, d: 4 },
                { a: { b: { changed: "new", added: true } }, e: 5 },
            ),
            { a: { b: { kept: 1, changed: "new", added: true }, c: 3 }, d: 4, e: 5 },
        );
    });

    it("replace everything else: lists, scalars, and a map by none", () => {
        assert.deepEqual(
            mergeValues(
                { list: [1, 2], scalar: 1, map: { a: 1 }, emptied: { a: 1 }, none: null },
                { list: [3], scalar: { a: 1 }, map: "text", emptied: null, none: { a: 1 } },
            ),
            { list: [3], scalar: { a: 1 }, map: "text", emptied: null, none: { a: 1 } },
        );
        assert.deepEqual(mergeValues({ a: [1] }, { a: { b: 1 } }), { a: { b: 1 } });
        assert.deepEqual(mergeValues({ a: { b: 1 } }, { a: [1] }), { a: [1] });
    });

    it("keep false, zero and empty values, and an empty map changes nothing", () => {
        assert.deepEqual(mergeValues({ a: true, b: 1, c: "x", d: { e: 1 } }, { a: false, b: 0 }), {
            a: false,
            b: 0,
            c: "x",
            d: { e: 1 },
        });
        assert.deepEqual(mergeValues({ d: { e: 1 } }, { d: {} }), { d: { e: 1 } });
    });

    it("leave what they were merged from as it was", () => {
        const values = { a: { b: 1 } };
        const overrides = { a: { b: 2 } };
        mergeValues(values, overrides);
        assert.deepEqual(
            { values, overrides },
            { values: { a: { b: 1 } }, overrides: { a: { b: 2 } } },
        );
    });
});
