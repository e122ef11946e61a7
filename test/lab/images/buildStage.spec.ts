import assert from "node:assert/strict";

import { sourceFiles } from "../../../components/manifests";
import { readBuildStage } from "../../../lab/images/buildStage";
import { UnsupportedDockerfile } from "../../../lab/images/dockerfile";
import { GHCR_APP } from "../../manifests/sampleApps";

const last = ["FROM scratch", "COPY --from=build /server /server"];
const file = (...lines: string[]): string => [...lines, ...last].join("\n");

describe("lab/images/buildStage", () => {
    it("reads the stage that compiles, as the program seeds it", () => {
        for (const { path, content } of sourceFiles(GHCR_APP)) {
            if (!path.endsWith("/Dockerfile")) continue;
            const { commands, ...stage } = readBuildStage(content);
            assert.deepEqual(stage, {
                image: "golang:1.26-alpine",
                workingDirectory: "/src",
                args: { TARGETOS: "", TARGETARCH: "", BUILD_ID: "unknown" },
            });
            assert.equal(commands.length, 1);
            assert.match(commands[0] ?? "", /^CGO_ENABLED=0 GOOS=\$TARGETOS .* -o \/server \.$/s);
        }
    });

    it("reads commands in order, and passes over other stages", () => {
        const text = file(
            ...["FROM alpine AS other", "RUN false"],
            ...["FROM golang:1.26 AS build", "WORKDIR /src", "COPY . .", "RUN one", "RUN two"],
        );
        assert.deepEqual(readBuildStage(text).commands, ["one", "two"]);
    });

    const begin = ["FROM golang:1.26 AS build", "WORKDIR /src", "COPY . ."];
    const refused: Record<string, string> = {
        "another base": file("FROM rust AS build", "WORKDIR /src", "COPY . ."),
        "no stage of that name": file("FROM golang:1.26", "WORKDIR /src", "COPY . ."),
        "no place to work": file("FROM golang:1.26 AS build", "COPY . ."),
        "a part of the sources": file("FROM golang:1.26 AS build", "WORKDIR /src", "COPY a b"),
        "other instructions": file(...begin, "ENV A=b"),
        "commands without a shell": file(...begin, 'RUN ["go", "build"]'),
        "mounts for commands": file(...begin, "RUN --mount=type=cache,target=/c go build"),
    };
    for (const [what, text] of Object.entries(refused)) {
        it(`refuses ${what}`, () => {
            assert.throws(() => readBuildStage(text), UnsupportedDockerfile);
        });
    }
});
