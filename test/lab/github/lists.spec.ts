import assert from "node:assert/strict";
import sodium from "libsodium-wrappers";
import { eventually, Harness, type ApiAnswer } from "./harness";

/** A list that a repository keeps, and how a member gets into it. */
interface Kept {
    /** Path below the repository. */
    readonly path: string;
    /** Name of the list in its answer, which then has a `total_count`; absent: a bare array. */
    readonly wrapped?: string;
    /** Makes the member with a number; what its path ends with. */
    readonly make: (place: string, number: number) => Promise<string>;
}

describe("stand-in: lists", () => {
    let harness: Harness;
    const repository = "/repos/letsgo/app";

    before(async () => {
        harness = await Harness.start();
        await harness.repository("app");
        await harness.api(`PUT ${repository}/environments/lists`, {});
        await sodium.ready;
    });
    after(() => harness.stop());

    async function sent(signature: string, body: object): Promise<ApiAnswer> {
        const answer = await harness.api(signature, body);
        assert.ok(answer.status < 300, `${signature}: ${answer.status}`);
        return answer;
    }

    const idOf = async (signature: string, body: object) =>
        String((await sent(signature, body)).body.id);

    async function secret(place: string, number: number): Promise<string> {
        const { body } = await harness.api(`GET ${place}/public-key`);
        const key = new Uint8Array(Buffer.from(String(body.key), "base64"));
        const sealed = Buffer.from(sodium.crypto_box_seal("x", key)).toString("base64");
        await sent(`PUT ${place}/S${number}`, { key_id: body.key_id, encrypted_value: sealed });
        return `s${number}`;
    }

    async function variable(place: string, number: number): Promise<string> {
        await sent(`POST ${place}`, { name: `V${number}`, value: "x" });
        return `v${number}`;
    }

    const lists: readonly Kept[] = [
        {
            path: "/keys",
            make: async (place, number) => {
                const { publicKey } = await harness.keyPair(`list-${number}`);
                return await idOf(`POST ${place}`, { title: `${number}`, key: publicKey });
            },
        },
        {
            path: "/hooks",
            make: async (place, number) => {
                const config = { url: `http://127.0.0.1:1/${number}`, content_type: "json" };
                const id = await idOf(`POST ${place}`, { config, events: ["push"] });
                // Its view changes once more, when the ping of a new hook has failed.
                await eventually("the ping's end", async () => {
                    const { body } = await harness.api(`GET ${place}/${id}`);
                    const { status } = body.last_response as { status: string };
                    return status === "unused" ? status : true;
                });
                return id;
            },
        },
        {
            path: "/labels",
            make: async (place, number) => {
                await sent(`POST ${place}`, { name: `Label ${number}` });
                return `label%20${number}`;
            },
        },
        {
            path: "/rulesets",
            make: (place, number) =>
                idOf(`POST ${place}`, { name: `${number}`, enforcement: "disabled" }),
        },
        {
            path: "/environments",
            wrapped: "environments",
            make: async (place, number) => {
                await sent(`PUT ${place}/Stage-${number}`, {});
                return `stage-${number}`;
            },
        },
        { path: "/actions/secrets", wrapped: "secrets", make: secret },
        { path: "/environments/lists/secrets", wrapped: "secrets", make: secret },
        { path: "/actions/variables", wrapped: "variables", make: variable },
        { path: "/environments/lists/variables", wrapped: "variables", make: variable },
    ];

    for (const { path, wrapped, make } of lists) {
        const place = `${repository}${path}`;

        const listed = async (query: string) => {
            const { body, headers, status } = await harness.api(`GET ${place}?${query}`);
            assert.equal(status, 200);
            const items = (wrapped === undefined ? body : body[wrapped]) as unknown[];
            const total = wrapped === undefined ? items.length : body.total_count;
            return { items, total, links: headers.get("link") ?? "" };
        };

        it(`${path}: by pages, one by one, and gone when deleted`, async () => {
            const before = (await listed("per_page=100")).items.length;
            const members = [];
            for (let number = 0; number < 3; number++) {
                members.push(await make(place, number));
            }
            const all = await listed("per_page=100");
            assert.equal(all.items.length, before + 3);
            assert.equal(all.total, before + 3);
            assert.equal(all.links, "");

            const second = await listed("per_page=2&page=2");
            assert.deepEqual(second.items, all.items.slice(2, 4));
            assert.match(second.links, /page=1>; rel="prev"/);
            assert.equal(second.links.includes('rel="next"'), all.items.length > 4);
            if (wrapped !== undefined) {
                assert.equal(second.total, before + 3, "the total is not the page's");
            }

            const [first = "", ...others] = members;
            const single = await harness.api(`GET ${place}/${first}`);
            assert.equal(single.status, 200);
            assert.deepEqual(single.body, all.items[before]);
            assert.equal((await harness.api(`DELETE ${place}/${first}`)).status, 204);
            for (const method of ["GET", "DELETE"]) {
                const answer = await harness.api(`${method} ${place}/${first}`);
                assert.equal(answer.status, 404);
                assert.equal(answer.body.message, "Not Found");
            }
            assert.deepEqual((await listed("per_page=100")).items, [
                ...all.items.slice(0, before),
                ...all.items.slice(before + 1),
            ]);
            for (const member of others) {
                await harness.api(`DELETE ${place}/${member}`);
            }
            assert.equal((await listed("per_page=100")).items.length, before);
        });
    }

    it("knows nothing by an id that is no number", async () => {
        assert.equal((await harness.api(`GET ${repository}/keys/nonsense`)).status, 404);
    });

    it("had no violation", async () => {
        assert.deepEqual(await harness.admin.violations(), []);
    });
});
