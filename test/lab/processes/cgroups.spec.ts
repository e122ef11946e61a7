import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import {
    cgroupPids,
    createLabCgroups,
    LAB_CGROUP,
    parseCgroupMounts,
    removeLabCgroups,
    serviceEntrance,
} from "../../../lab/processes/cgroups";

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

    describe("on a tree of files", () => {
        let tree: string;

        beforeEach(() => {
            tree = fs.mkdtempSync(path.join(os.tmpdir(), "image-drift-cgroups-"));
        });

        afterEach(() => {
            fs.rmSync(tree, { recursive: true });
        });

        /** The root of version 2, and what the kernel puts into a new group. */
        const versionTwo = () => {
            const group = path.join(tree, LAB_CGROUP);
            fs.mkdirSync(group);
            fs.writeFileSync(path.join(tree, "cgroup.controllers"), "cpuset cpu memory pids\n");
            fs.writeFileSync(path.join(group, "cgroup.controllers"), "cpuset cpu memory\n");
            return { mounts: { version: 2, roots: [tree], main: tree } as const, group };
        };

        it("hands all controllers of version 2 down, to the lab's group and in it", () => {
            const { mounts, group } = versionTwo();
            const written: string[] = [];
            createLabCgroups(mounts, (file, text) => {
                written.push(`${path.relative(tree, file)} ${text}`);
            });
            assert.deepEqual(written, [
                ...["cpuset", "cpu", "memory", "pids"].map(
                    (name) => `cgroup.subtree_control +${name}`,
                ),
                ...["cpuset", "cpu", "memory"].map(
                    (name) => `${LAB_CGROUP}/cgroup.subtree_control +${name}`,
                ),
            ]);
            assert.deepEqual(directoriesIn(group), ["inside", "services"]);
        });

        it("says what to do where a group of version 2 has processes itself", () => {
            const { mounts } = versionTwo();
            const refuse = (code: string) => () => {
                throw Object.assign(new Error(`${code}: write`), { code });
            };
            assert.throws(
                () => {
                    createLabCgroups(mounts, refuse("EBUSY"));
                },
                (error: Error) => {
                    assert.ok(error.message.startsWith(`the control group ${tree} cannot hand`));
                    assert.match(error.message, /cpuset down \(EBUSY\).*--cgroupns=host/);
                    return true;
                },
            );
            assert.throws(() => {
                createLabCgroups(mounts, refuse("EACCES"));
            }, /^Error: EACCES: write$/);
        });

        it("gives a new group of version 1 the processors and memory of the root", () => {
            const roots = ["cpuset", "memory"].map((name) => path.join(tree, name));
            const [cpuset = "", memory = ""] = roots;
            const group = path.join(cpuset, LAB_CGROUP);
            fs.mkdirSync(group, { recursive: true });
            fs.mkdirSync(memory);
            fs.writeFileSync(path.join(cpuset, "cpuset.cpus"), "0-1\n");
            fs.writeFileSync(path.join(cpuset, "cpuset.mems"), "0\n");
            fs.writeFileSync(path.join(group, "cpuset.cpus"), "");
            fs.writeFileSync(path.join(group, "cpuset.mems"), "");
            createLabCgroups({ version: 1, roots, main: memory });
            assert.equal(fs.readFileSync(path.join(group, "cpuset.cpus"), "utf8"), "0-1\n");
            assert.equal(fs.readFileSync(path.join(group, "cpuset.mems"), "utf8"), "0\n");
            assert.deepEqual(directoriesIn(path.join(memory, LAB_CGROUP)), ["inside", "services"]);
        });

        it("finds the processes of a service, and removes all groups but those in use", () => {
            const { mounts, group } = versionTwo();
            createLabCgroups(mounts, () => undefined);
            fs.rmSync(path.join(group, "cgroup.controllers"));
            const entrance = serviceEntrance(mounts, "etcd");
            serviceEntrance(mounts, "registry");
            fs.writeFileSync(entrance, "12\n34\n");
            assert.deepEqual(cgroupPids(mounts), [12, 34]);
            // A file that is not the kernel's keeps a directory, as a process keeps a group.
            const inUse = [path.dirname(entrance), path.join(group, "services"), group];
            assert.deepEqual(removeLabCgroups(mounts), inUse);
            fs.rmSync(entrance);
            assert.deepEqual(removeLabCgroups(mounts), []);
            assert.ok(!fs.existsSync(group));
        });
    });
});

function directoriesIn(directory: string): string[] {
    return fs
        .readdirSync(directory, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort();
}
