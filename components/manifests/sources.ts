import { askingAnswerGo, mainGo, plainAnswerGo } from "./goServer";
import type { AppImage, AppModel, RepositoryFile } from "./model";
import { RUN_AS } from "./names";

/** Old enough for every Go in use, new enough for method patterns in `http.ServeMux`. */
const GO_VERSION = "1.22";

/** The builder image: Go is downwards compatible, so it need not be `GO_VERSION`. */
const BUILDER = "golang:1.26-alpine";

/**
 * `apps/<name>` of every image: a small HTTP server with Go's standard library only, and a
 * Dockerfile. Seeded: a start to be replaced. `/` says which build runs; `frontend` asks `backend`
 * too, any other image stands alone.
 */
export function sourceFiles(app: AppModel): RepositoryFile[] {
    return app.images.flatMap((image) =>
        Object.entries(files(app, image)).map(([name, content]) => ({
            path: image.context === "." ? name : `${image.context}/${name}`,
            content,
        })),
    );
}

function files(app: AppModel, image: AppImage): Record<string, string> {
    const asksBackend =
        image.name === "frontend" && app.images.some(({ name }) => name === "backend");
    return {
        "main.go": mainGo(image),
        "answer.go": asksBackend ? askingAnswerGo("backend") : plainAnswerGo(),
        "go.mod": `module ${app.name}/${image.name}\n\ngo ${GO_VERSION}\n`,
        Dockerfile: dockerfile(image),
        ".dockerignore": ".dockerignore\nDockerfile\n*.md\n",
    };
}

function dockerfile(image: AppImage): string {
    return `# Cross-compiled on the builder's own platform: emulation would be ten times slower.
FROM --platform=$BUILDPLATFORM ${BUILDER} AS build
WORKDIR /src
COPY . .
ARG TARGETOS TARGETARCH
# What \`/\` says is running. Last, so that the layers above stay in the cache.
ARG BUILD_ID=unknown
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH \\
    go build -trimpath -ldflags "-s -w -X main.build=$BUILD_ID" -o /server .

FROM scratch
COPY --from=build /server /server
USER ${RUN_AS}:${RUN_AS}
EXPOSE ${image.port}
ENTRYPOINT ["/server"]
`;
}
