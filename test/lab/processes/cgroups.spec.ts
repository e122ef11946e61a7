import assert from "node:assert/strict";
import { parseCgroupMounts } from "../../../lab/processes/cgroups";

const line = (mountPoint: string, type: string, options: string): string =>
    `30 25 0:26 / ${mountPoint} rw,nosuid shared:4 - ${type} ${type} ${options}`;

describe("lab/processes/cgroups", () => {
    it("recognises version 1 with one hierarchy a controller", () => {
        const text = [
            "24 1 254:1 / / rw - ext4 /dev/vda rw",
            line("/sys/fs/cgroup/cpu", "cgroup", "rw,cpu"),
            line("/sys/fs/cgroup/memory", "cgroup", "rw,memory"),
            line("/sys/fs/cgroup/unified", "cgroup2", "rw"),
        ].join("\n");
        assert.deepEqual(parseCgroupMounts(text), {
            version: 1,
            roots: ["/sys/fs/cgroup/cpu", "/sys/fs/cgroup/memory", "/sys/fs/cgroup/unified"],
            main: "/sys/fs/cgroup/memory",
        });
    });

    it("recognises version 2", () => {
        assert.deepEqual(parseCgroupMounts(line("/sys/fs/cgroup", "cgroup2", "rw,nsdelegate")), {
            version: 2,
            roots: ["/sys/fs/cgroup"],
            main: "/sys/fs/cgroup",
        });
    });

    it("does without optional fields and with several", () => {
        const text = "30 25 0:26 / /cg rw shared:4 master:1 - cgroup2 none rw";
        assert.equal(parseCgroupMounts(text).main, "/cg");
        assert.equal(parseCgroupMounts("30 25 0:26 / /cg rw - cgroup2 none rw").main, "/cg");
    });

    it("says so when there are none", () => {
        assert.throws(() => parseCgroupMounts("24 1 254:1 / / rw - ext4 /dev/vda rw"), /no memory/);
    });
});
