import { DockerfileParser, type Copy, type Instruction } from "dockerfile-ast";
import type { ImageSettings } from "./layout";

/** What the lab needs of a Dockerfile that ends in `FROM scratch` with one program in it. */
export interface ScratchImage {
    /** Where the earlier stage has the program. */
    readonly copied: string;
    /** Where the program goes. */
    readonly program: string;
    readonly settings: ImageSettings;
}

/** A Dockerfile asks for more than the lab can do without a container builder. */
export class UnsupportedDockerfile extends Error {
    override readonly name = "UnsupportedDockerfile";
}

/**
 * Reads the last stage of a Dockerfile. Throws {@link UnsupportedDockerfile} unless it is made from
 * scratch, copies one file from an earlier stage, and has only instructions about how it runs.
 */
export function readScratchImage(text: string): ScratchImage {
    const dockerfile = DockerfileParser.parse(text);
    const from = dockerfile.getFROMs().at(-1);
    if (from?.getImage() !== "scratch") {
        throw new UnsupportedDockerfile("the last stage must be `FROM scratch`");
    }
    const isLater = (instruction: Instruction): boolean =>
        instruction.getRange().start.line > from.getRange().start.line;
    const settings = dockerfile
        .getInstructions()
        .filter((instruction) => isLater(instruction) && instruction.getKeyword() !== "COPY")
        .reduce<ImageSettings>((before, each) => ({ ...before, ...setting(each, before) }), {});
    const [copy, ...others] = dockerfile.getCOPYs().filter(isLater);
    if (copy === undefined || others.length > 0) {
        throw new UnsupportedDockerfile(
            "the last stage must copy one file, its program: COPY --from=build /server /server",
        );
    }
    return { ...copiedFile(copy), settings };
}

function copiedFile(copy: Copy): Pick<ScratchImage, "copied" | "program"> {
    const [source, target, ...others] = copy.getArguments().map((argument) => argument.getValue());
    if (copy.getFromFlag() === null) {
        throw new UnsupportedDockerfile(`expected a file of an earlier stage: ${copy.toString()}`);
    }
    if (
        source?.startsWith("/") !== true ||
        others.length > 0 ||
        target?.startsWith("/") !== true ||
        target.endsWith("/")
    ) {
        throw new UnsupportedDockerfile(
            `expected one file and its absolute place: ${copy.toString()}`,
        );
    }
    return { copied: source, program: target };
}

function setting(instruction: Instruction, before: ImageSettings): ImageSettings {
    const content = instruction.getArgumentsContent() ?? "";
    switch (instruction.getKeyword()) {
        case "USER":
            return { user: content };
        case "WORKDIR":
            return { workingDirectory: content };
        case "ENTRYPOINT":
            return { entrypoint: words(instruction) };
        case "CMD":
            return { command: words(instruction) };
        case "EXPOSE": {
            const ports = content
                .split(/\s+/)
                .map((port) => (port.includes("/") ? port : `${port}/tcp`));
            return { exposedPorts: [...(before.exposedPorts ?? []), ...ports] };
        }
        case "ENV":
            return { env: { ...before.env, ...assignments(instruction) } };
        case "LABEL":
            return { labels: { ...before.labels, ...assignments(instruction) } };
        default:
            throw new UnsupportedDockerfile(
                `not understood in the last stage: ${instruction.toString()}`,
            );
    }
}

/** The JSON form: without a shell in the image there is no other. */
function words(instruction: Instruction): string[] {
    const parsed: unknown = parseJson(instruction.getArgumentsContent() ?? "");
    if (!Array.isArray(parsed) || !parsed.every((word) => typeof word === "string")) {
        throw new UnsupportedDockerfile(`expected a JSON list of words: ${instruction.toString()}`);
    }
    return parsed;
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

function assignments(instruction: Instruction): Record<string, string> {
    if (!("getProperties" in instruction) || typeof instruction.getProperties !== "function") {
        throw new UnsupportedDockerfile(`expected NAME=value: ${instruction.toString()}`);
    }
    const properties = (
        instruction as Instruction & { getProperties(): Assignment[] }
    ).getProperties();
    return Object.fromEntries(
        properties.map((property) => [property.getName(), property.getValue() ?? ""]),
    );
}

interface Assignment {
    getName(): string;
    getValue(): string | null;
}
