import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { labPaths } from "../../../lab/paths";
import { buildKey, goArguments, moduleDirectory, toolFile } from "../../../lab/tools/toolPath";
import { TOOL_BUILDS, type ToolBuild } from "../../../lab/tools/toolTable";

const example: ToolBuild = {
    name: "example",
    module: "example",
    tools: { example: "example.org/cmd" },
    variables: { "example.org/version": "1" },
    expectedSeconds: 1,
    memory: 1,
};

describe("lab/tools/toolPath", () => {
    let module: string;

    beforeEach(() => {
        module = fs.mkdtempSync(path.join(os.tmpdir(), "module-"));
        fs.writeFileSync(path.join(module, "go.mod"), "module example\n");
        fs.writeFileSync(path.join(module, "main.go"), "package main\n");
    });

    afterEach(() => {
        fs.rmSync(module, { recursive: true });
    });

    it("passes the same flags to every build", () => {
        assert.deepEqual(goArguments(example, "/out"), [
            "build",
            "-mod=readonly",
            "-trimpath",
            "-buildvcs=false",
            "-ldflags=-s -w -X example.org/version=1",
            "-o",
            "/out/example",
            "example.org/cmd",
        ]);
    });

    it("gives a new key to a changed module, source, version or package, and to nothing else", () => {
        const key = buildKey(example, module);
        assert.equal(buildKey({ ...example, expectedSeconds: 2 }, module), key);
        fs.writeFileSync(path.join(module, "README.md"), "words");
        assert.equal(buildKey(example, module), key);

        const others = [
            buildKey({ ...example, variables: { "example.org/version": "2" } }, module),
            buildKey({ ...example, tools: { example: "example.org/other" } }, module),
        ];
        fs.appendFileSync(path.join(module, "go.mod"), "\ngo 1.26\n");
        others.push(buildKey(example, module));
        fs.appendFileSync(path.join(module, "main.go"), "\nfunc main() {}\n");
        others.push(buildKey(example, module));
        assert.equal(new Set([key, ...others]).size, 5);
    });

    it("has a module for every build, and one build for every tool", () => {
        const tools = TOOL_BUILDS.flatMap((build) => Object.keys(build.tools));
        assert.equal(new Set(tools).size, tools.length);
        for (const build of TOOL_BUILDS) {
            assert.ok(fs.existsSync(path.join(moduleDirectory(build), "go.mod")), build.module);
            assert.ok(
                build.after === undefined || TOOL_BUILDS.some(({ name }) => name === build.after),
                `${build.name} comes after ${build.after ?? ""}`,
            );
            // Go names the files of a build of several packages itself.
            for (const [tool, from] of Object.entries(build.tools)) {
                assert.ok(Object.keys(build.tools).length === 1 || path.basename(from) === tool);
            }
        }
    });

    it("knows the place of each tool and no other", () => {
        const paths = labPaths({ IMAGE_DRIFT_HOME: "/home" });
        assert.match(
            toolFile(paths, "kubelet"),
            /^\/home\/tools\/kubernetes-[0-9a-f]{16}\/kubelet$/,
        );
        assert.throws(() => toolFile(paths, "hammer"), /no tool "hammer"/);
    });
});
