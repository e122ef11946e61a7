import assert from "node:assert/strict";
import { compare } from "bcryptjs";
import { ImmutableProvider } from "../../../../lab/providers/protocol/immutable";
import { display, Properties, Secret, Unknown } from "../../../../lab/providers/protocol/values";
import { randomResources } from "../../../../lab/providers/random/resources";
import { urnOf } from "../support/kubernetesProvider";

const provider = new ImmutableProvider(randomResources);
const password = urnOf("random:index/randomPassword:RandomPassword");
const text = urnOf("random:index/randomString:RandomString");
const id = urnOf("random:index/randomId:RandomId");
const randomSeed = new Uint8Array();

async function generate(
    resource: typeof password,
    inputs: Properties,
): Promise<{ id: string; state: Properties }> {
    const { failures } = await provider.check({ ...resource, olds: {}, news: inputs, randomSeed });
    assert.deepEqual(failures, []);
    return await provider.create({ ...resource, inputs, timeout: 0, preview: false });
}

function secretText(value: unknown): string {
    assert.ok(value instanceof Secret && typeof value.value === "string");
    return value.value;
}

describe("the lab's random provider", () => {
    it("makes secret passwords with a matching bcrypt hash", async () => {
        const { id: none, state } = await generate(password, { length: 20, special: false });
        const result = secretText(state["result"]);
        assert.match(result, /^[A-Za-z0-9]{20}$/);
        assert.equal(none, "none");
        assert.equal(await compare(result, secretText(state["bcryptHash"])), true);
        assert.deepEqual([state["numeric"], state["minUpper"]], [true, 0]);
    });

    for (const [name, inputs, shape] of [
        ["only digits", { length: 9, lower: false, upper: false, special: false }, /^[0-9]{9}$/],
        [
            "the given special characters",
            { length: 9, lower: false, upper: false, numeric: false, overrideSpecial: "+" },
            /^\+{9}$/,
        ],
        ["the minimum of a class", { length: 4, minUpper: 4 }, /^[A-Z]{4}$/],
    ] as const) {
        it(`keeps to ${name}`, async () => {
            const { state } = await generate(text, inputs);
            assert.match(display(state["result"]), shape);
        });
    }

    it("never makes the same twice", async () => {
        const made = await Promise.all(
            Array.from({ length: 20 }, () => generate(text, { length: 16 })),
        );
        assert.equal(new Set(made.map(({ id: text }) => text)).size, 20);
    });

    it("refuses a length that the minimums exceed", async () => {
        const { failures } = await provider.check({
            ...password,
            olds: {},
            news: { length: 3, minLower: 2, minUpper: 2 },
            randomSeed,
        });
        assert.deepEqual(
            failures?.map(({ property }) => property),
            ["length"],
        );
    });

    it("writes one id in several ways", async () => {
        const { id: encoded, state } = await generate(id, { byteLength: 4, prefix: "p-" });
        const bytes = Buffer.from(encoded, "base64url");
        assert.equal(bytes.length, 4);
        assert.deepEqual(
            [state["hex"], state["dec"], state["b64Url"]],
            [`p-${bytes.toString("hex")}`, `p-${bytes.readUInt32BE()}`, `p-${encoded}`],
        );
    });

    it("is replaced on any change of an input, and on nothing else", async () => {
        const { state } = await generate(password, { length: 8, keepers: { a: "1" } });
        const diff = (news: Properties) =>
            provider.diff({
                ...password,
                id: "none",
                olds: state,
                oldInputs: { length: 8, keepers: { a: "1" } },
                news,
                ignoreChanges: [],
            });
        assert.equal((await diff({ length: 8, keepers: { a: "1" } })).changed, false);
        assert.equal(
            (await diff({ length: 8, keepers: { a: "1" }, special: true })).changed,
            false,
        );
        assert.deepEqual((await diff({ length: 8, keepers: { a: "2" } })).replaces, ["keepers"]);
        assert.deepEqual((await diff({ length: 8 })).replaces, ["keepers"]);
        assert.deepEqual((await diff({ length: 9, keepers: { a: "1" } })).replaces, ["length"]);
    });

    it("previews outputs as unknown, the secret ones secret", async () => {
        const { state } = await provider.create({
            ...password,
            inputs: { length: 8 },
            timeout: 0,
            preview: true,
        });
        const { result } = state;
        assert.ok(result instanceof Secret && result.value instanceof Unknown);
    });

    it("imports a password by itself", async () => {
        const found = await provider.read({ ...password, id: "hunter22", state: {}, inputs: {} });
        assert.equal(secretText(found?.state["result"]), "hunter22");
        assert.equal(found?.inputs["length"], 8);
    });
});
