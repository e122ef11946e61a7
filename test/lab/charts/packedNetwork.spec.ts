import { networkOf } from "../../support/chartNetwork";
import { assertGoldenTree } from "../../support/golden";
import { packedCharts } from "./chartTools";
import { VARIANTS } from "./variants";

describe("pods and NetworkPolicies of the lab's charts", function () {
    this.timeout(60_000);
    const { render } = packedCharts();

    it("are those that test/networkPolicies.spec.ts evaluates", async () => {
        const shipped = VARIANTS.filter(({ name }) => !name.endsWith("escape-hatch"));
        const files = [];
        for (const { chart, name, values } of shipped) {
            const objects = await render(chart, { ...values, crds: { install: false } });
            files.push({ path: `${name}.yaml`, content: networkOf(objects) });
        }
        assertGoldenTree("network", files);
    });
});
