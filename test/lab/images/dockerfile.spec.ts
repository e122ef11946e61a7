import assert from "node:assert/strict";
import { readScratchImage, UnsupportedDockerfile } from "../../../lab/images/dockerfile";

const stage = (...lines: string[]): string =>
    ["FROM golang:1.26 AS build", "COPY . .", "USER builder", "FROM scratch", ...lines].join("\n");

describe("lab/images/dockerfile", () => {
    it("reads how the last stage runs", () => {
        const text = stage(
            "# the program",
            "COPY --from=build /out/server /bin/server",
            "USER 65532:65532",
            "WORKDIR /data",
            'ENV MODE=plain WORDS="two words"',
            'LABEL org.opencontainers.image.title="the server"',
            "EXPOSE 8080 9090/udp",
            'ENTRYPOINT ["/bin/server"]',
            'CMD ["--quiet"]',
        );
        assert.deepEqual(readScratchImage(text), {
            copied: "/out/server",
            program: "/bin/server",
            settings: {
                user: "65532:65532",
                workingDirectory: "/data",
                env: { MODE: "plain", WORDS: "two words" },
                labels: { "org.opencontainers.image.title": "the server" },
                exposedPorts: ["8080/tcp", "9090/udp"],
                entrypoint: ["/bin/server"],
                command: ["--quiet"],
            },
        });
    });

    const copy = "COPY --from=build /server /server";
    const refused: Record<string, string> = {
        "another base": "FROM alpine\n" + copy,
        "no program": stage('ENTRYPOINT ["/server"]'),
        "two copies": stage(copy, "COPY --from=build /a /a"),
        "a file of the context": stage("COPY server /server"),
        "a directory as target": stage("COPY --from=build /server /bin/"),
        "a shell": stage(copy, "RUN echo words"),
        "an entry point for a shell": stage(copy, "ENTRYPOINT /server"),
    };
    for (const [what, text] of Object.entries(refused)) {
        it(`refuses ${what}`, () => {
            assert.throws(() => readScratchImage(text), UnsupportedDockerfile);
        });
    }
});
