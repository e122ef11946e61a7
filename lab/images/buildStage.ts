import { DockerfileParser, type Instruction } from "dockerfile-ast";

import { UnsupportedDockerfile } from "./dockerfile";

/** The stage of a Dockerfile that compiles, as far as the lab can do without a container builder. */
export interface BuildStage {
    /** `golang:1.26-alpine`: the machine's own Go stands in for it. */
    readonly image: string;
    /** Where the sources go and commands run: `/src`. */
    readonly workingDirectory: string;
    /** Declared build arguments, with their defaults. */
    readonly args: Readonly<Record<string, string>>;
    /** Shell commands, in order. */
    readonly commands: readonly string[];
}

/**
 * Reads the stage that the last one copies from. Throws {@link UnsupportedDockerfile} unless it is
 * made from an image of Go, and has nothing but one `WORKDIR`, `COPY . .`, `ARG` and `RUN`.
 */
export function readBuildStage(text: string): BuildStage {
    const dockerfile = DockerfileParser.parse(text);
    const name = dockerfile.getCOPYs().at(-1)?.getFromFlag()?.getValue() ?? "";
    const from = dockerfile.getFROMs().find((candidate) => candidate.getBuildStage() === name);
    const image = from?.getImage() ?? "";
    if (from === undefined || !/(^|\/)golang(:|@|$)/.test(image)) {
        throw new UnsupportedDockerfile("the last stage must copy from one made from golang:…");
    }
    const begin = from.getRange().start.line;
    const end = dockerfile
        .getFROMs()
        .map((other) => other.getRange().start.line)
        .find((line) => line > begin);
    const stage = dockerfile.getInstructions().filter((instruction) => {
        const line = instruction.getRange().start.line;
        return line > begin && line < (end ?? Infinity);
    });
    const of = (keyword: string) => stage.filter((each) => each.getKeyword() === keyword);
    const [workingDirectory, ...others] = of("WORKDIR").map(contentOf);
    if (workingDirectory?.startsWith("/") !== true || others.length > 0) {
        throw new UnsupportedDockerfile("the compiling stage must have one absolute WORKDIR");
    }
    const copies = of("COPY").map(contentOf);
    if (copies.join() !== ". .") {
        throw new UnsupportedDockerfile("the compiling stage must copy its sources: COPY . .");
    }
    const known = ["WORKDIR", "COPY", "ARG", "RUN"];
    const unknown = stage.find((each) => !known.includes(each.getKeyword()));
    if (unknown !== undefined) {
        throw new UnsupportedDockerfile(
            `not understood in the compiling stage: ${unknown.toString()}`,
        );
    }
    return {
        image,
        workingDirectory,
        args: Object.fromEntries(of("ARG").flatMap((each) => declared(contentOf(each)))),
        commands: of("RUN").map(shellForm),
    };
}

function contentOf(instruction: Instruction): string {
    return instruction.getArgumentsContent() ?? "";
}

function declared(content: string): [string, string][] {
    return content.split(/\s+/).map((word) => {
        const [name = "", value = ""] = word.split("=", 2);
        return [name, value];
    });
}

/** A command for a shell; lines that end in `\` go on, for the shell as for Docker. */
function shellForm(instruction: Instruction): string {
    const command = contentOf(instruction);
    if (command.startsWith("[") || /^RUN\s+--/i.test(instruction.getTextContent())) {
        throw new UnsupportedDockerfile(
            `expected RUN with a command for a shell: ${instruction.toString()}`,
        );
    }
    return command;
}
