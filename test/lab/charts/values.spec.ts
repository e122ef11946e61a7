import { toYaml } from "../../../components/manifests/yaml";
import { assertGoldenTree } from "../../support/golden";
import { VARIANTS } from "./variants";

describe("the values the charts are compared with", () => {
    // lab/charts/compare.ts reads these files: the lab does not import the renderers.
    it("are what the renderers give now", () => {
        const files = VARIANTS.map(({ name, values }) => ({
            path: `${name}.yaml`,
            content: toYaml(values),
        }));
        assertGoldenTree("charts", files);
    });
});
