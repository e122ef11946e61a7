import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";

import { toYaml } from "../../components/manifests/yaml";
import { kustomizeBuild } from "../support/kustomize";
import { codes, markdownTables } from "../support/markdownTables";

const DOCUMENT = path.join(__dirname, "../../docs/image-drift-explained.md");
const IMAGE = "ghcr.io/acme/letsgo-app-backend";
const MOVED = `${IMAGE}:v1.0.1`;

/** A row of the table: whether kustomize puts the overlay's tag there. */
interface Place {
    readonly name: string;
    readonly kind: string;
    /** Where in an object of that kind the image stands. */
    readonly fields: readonly string[];
    readonly moves: boolean;
}

function places(): Place[] {
    const tables = markdownTables(fs.readFileSync(DOCUMENT, "utf8"));
    const table = tables.find(({ columns }) => columns.includes("Where the image stands"));
    return (table?.rows ?? []).map((row, at) => {
        const { "Where the image stands": place = "", Moves: moves = "" } = row;
        const [kind = "", fields = ""] = codes(place);
        assert.match(moves, /^(yes|no)$/, place);
        return { name: `object-${at}`, kind, fields: fields.split("."), moves: moves === "yes" };
    });
}

function objectWith({ kind, name, fields }: Place, image: string): object {
    const isContainers = /containers$/i.test(fields.at(-1) ?? "");
    const inside = [...fields]
        .reverse()
        .reduce<unknown>(
            (value, field) => ({ [field]: value }),
            isContainers ? [{ name: "one", image }] : image,
        );
    // The kinds are Kubernetes' own or somebody's: kustomize knows the schema of neither's images.
    return { apiVersion: "v1", kind, metadata: { name }, ...(inside as object) };
}

describe("the table of places in docs/image-drift-explained.md", () => {
    const all = places();

    it("has both answers", () => {
        assert.deepEqual(new Set(all.map(({ moves }) => moves)), new Set([true, false]));
        assert.ok(all.length >= 8);
    });

    it("is what kustomize does with the overlay's tag", async () => {
        const files = [
            ...all.map((place) => ({
                path: `base/${place.name}.yaml`,
                content: toYaml(objectWith(place, IMAGE)),
            })),
            {
                path: "base/kustomization.yaml",
                content: toYaml({ resources: all.map(({ name }) => `${name}.yaml`) }),
            },
            {
                path: "overlay/kustomization.yaml",
                content: toYaml({
                    resources: ["../base"],
                    images: [{ name: IMAGE, newTag: "v1.0.1" }],
                }),
            },
        ];
        const built = await kustomizeBuild(files, "overlay");
        for (const place of all) {
            const object = built.find(({ metadata }) => metadata.name === place.name);
            const expected = objectWith(place, place.moves ? MOVED : IMAGE);
            assert.deepEqual(object, expected, `${place.kind} ${place.fields.join(".")}`);
        }
    });
});
