import assert from "node:assert/strict";
import { capacityOf, startable } from "../../../lab/tools/buildOrder";
import { TOOL_BUILDS, type ToolBuild } from "../../../lab/tools/toolTable";

function build(name: string, expectedSeconds: number, memory = 100, after?: string): ToolBuild {
    return { name, module: name, tools: { [name]: "." }, expectedSeconds, memory, after };
}

const names = (builds: readonly ToolBuild[]): string[] => builds.map(({ name }) => name);
const roomy = { builds: 2, memory: 10_000 };

describe("lab/tools/buildOrder", () => {
    it("starts the longest builds first, as many as may run", () => {
        const waiting = [build("short", 1), build("long", 9), build("middle", 5)];
        assert.deepEqual(names(startable(waiting, [], roomy)), ["long", "middle"]);
        assert.deepEqual(names(startable(waiting, [build("busy", 1)], roomy)), ["long"]);
    });

    it("lets a build wait for the one whose packages it shares, if that is to be made", () => {
        const first = build("first", 1);
        const second = build("second", 9, 100, "first");
        assert.deepEqual(names(startable([first, second], [], roomy)), ["first"]);
        assert.deepEqual(names(startable([second], [first], roomy)), []);
        assert.deepEqual(names(startable([second], [], roomy)), ["second"]);
    });

    it("stays within memory, but always runs one build", () => {
        const waiting = [build("big", 9, 900), build("small", 1, 200)];
        assert.deepEqual(names(startable(waiting, [], { builds: 2, memory: 1000 })), ["big"]);
        assert.deepEqual(names(startable(waiting, [], { builds: 2, memory: 10 })), ["big"]);
    });

    it("uses 80 % of free memory and more builds on more cores", () => {
        assert.deepEqual(capacityOf(1, 1000), { builds: 1, memory: 800 });
        assert.deepEqual(capacityOf(2, 1000), { builds: 2, memory: 800 });
        assert.deepEqual(capacityOf(8, 1000), { builds: 5, memory: 800 });
    });

    it("finishes the real table, whatever the machine", () => {
        for (const capacity of [roomy, { builds: 1, memory: 0 }]) {
            let waiting: readonly ToolBuild[] = TOOL_BUILDS;
            let running: ToolBuild[] = [];
            while (waiting.length > 0) {
                const chosen = startable(waiting, running, capacity);
                running = [...running, ...chosen].slice(1);
                waiting = waiting.filter((one) => !chosen.includes(one));
            }
        }
    });
});
