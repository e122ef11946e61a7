import { type Action, readAction } from "./actions";
import { GuideFault, type Place } from "./fault";
import { asInput, type InputName, INPUTS } from "./inputs";

/** A fenced block of commands in a guide, with what its comments say to the runner. */
export interface Block extends Place {
    /** The commands as they stand there, without the fence; `line` is that of the first of them. */
    readonly text: string;
    /** Why it is not run. */
    readonly notRun?: string;
    /** What is typed when a command of the block asks. */
    readonly stdin?: InputName;
    /** What the world does before. */
    readonly actions: readonly Action[];
    /** The block goes on until Ctrl-C, which is pressed once its output has this text. */
    readonly ctrlC?: string;
    /** What its last command ends with. @default 0 */
    readonly exitCode?: number;
    /** What it prints, with `…` for what differs each time. */
    readonly expected?: Expected;
}

export interface Expected extends Place {
    readonly text: string;
}

/** Comments that are meant for others. */
const FOREIGN =
    /^(prettier-ignore|markdownlint|config keys|end of|api:|\/?comparison|loop:|stack:)/;

interface Fence extends Place {
    readonly language: string;
    readonly text: string;
    /** Comments between the text before and the fence. */
    readonly comments: readonly (Place & { readonly text: string })[];
    /** Whether nothing but blank lines stands between it and the fence before. */
    readonly follows: boolean;
}

/**
 * The blocks marked `sh` of a guide, in order. A comment before a block, alone on its line, tells the
 * runner what the text tells the reader, or what only a lab needs:
 *
 *   <!-- not run: REASON -->      the block is passed over
 *   <!-- stdin: NAME -->          what is typed when a command asks (inputs.ts)
 *   <!-- lab: ACTION -->          what the world does meanwhile (actions.ts); may be repeated
 *   <!-- exit code: NUMBER -->    what the last command ends with, where that is not 0
 *   <!-- Ctrl-C after: TEXT -->   the command ends with Ctrl-C, once it has printed that
 *
 * A block marked `text` right after one marked `sh` is what that prints.
 *
 * @param file for messages
 * @throws GuideFault for a comment that means nothing
 */
export function readBlocks(file: string, markdown: string): Block[] {
    const blocks: Block[] = [];
    for (const fence of fences(file, markdown)) {
        if (fence.language === "sh") {
            blocks.push(blockOf(fence));
        } else {
            for (const comment of fence.comments) {
                throw new GuideFault(comment, `<!-- ${comment.text} --> stands before no sh block`);
            }
        }
        const last = blocks.at(-1);
        if (fence.language === "text" && fence.follows && last !== undefined) {
            const { line, text } = fence;
            blocks[blocks.length - 1] = { ...last, expected: { file, line, text } };
        }
    }
    return blocks;
}

function blockOf({ file, line, text, comments }: Fence): Block {
    let block: Block = { file, line, text, actions: [] };
    for (const comment of comments) {
        const [, key = "", value = ""] = /^([^:]+):\s*(.*)$/.exec(comment.text) ?? [];
        block = { ...block, ...said(block, comment, key, value) };
    }
    return block;
}

function said(block: Block, place: Place, key: string, value: string): Partial<Block> {
    if (value === "") {
        throw new GuideFault(place, `a comment before commands says nothing the runner knows`);
    }
    switch (key) {
        case "not run":
            return { notRun: value };
        case "stdin": {
            const stdin = asInput(value);
            if (stdin === undefined) {
                const names = Object.keys(INPUTS).join(", ");
                throw new GuideFault(place, `stdin: ${value} is none of ${names}`);
            }
            return { stdin };
        }
        case "lab":
            return { actions: [...block.actions, readAction(place, value)] };
        case "exit code":
            if (!/^\d+$/.test(value)) {
                throw new GuideFault(place, `exit code: ${value} is no number`);
            }
            return { exitCode: Number(value) };
        case "Ctrl-C after":
            return { ctrlC: value };
        default:
            throw new GuideFault(place, `"${key}:" is nothing the runner knows`);
    }
}

/** All fenced blocks, each with the comments right before it. */
function fences(file: string, markdown: string): Fence[] {
    const found: Fence[] = [];
    let comments: (Place & { text: string })[] = [];
    let follows = false;
    let open: { indent: number; marks: string; language: string; line: number } | undefined;
    let inside: string[] = [];
    for (const [index, text] of markdown.split("\n").entries()) {
        const line = index + 1;
        const [, indent = "", marks = "", language = ""] = /^( *)(`{3,})\s*(\S*)/.exec(text) ?? [];
        if (open !== undefined) {
            if (marks.startsWith(open.marks) && language === "") {
                const body = inside.join("\n");
                found.push({ ...open, file, text: body, comments, follows });
                [open, comments, follows] = [undefined, [], true];
            } else {
                inside.push(text.slice(Math.min(open.indent, /^ */.exec(text)?.[0].length ?? 0)));
            }
        } else if (marks !== "") {
            open = { indent: indent.length, marks, language, line: line + 1 };
            inside = [];
        } else if (text.trim() !== "") {
            const [, comment] = /^\s*<!--\s*(.*?)\s*-->\s*$/.exec(text) ?? [];
            if (comment === undefined) {
                dropped(comments);
                [comments, follows] = [[], false];
            } else if (!FOREIGN.test(comment)) {
                comments.push({ file, line, text: comment });
            }
        }
    }
    if (open !== undefined) {
        throw new GuideFault({ file, line: open.line - 1 }, "this block does not end");
    }
    dropped(comments);
    return found;
}

/** @throws GuideFault if there are comments that no block follows */
function dropped(comments: readonly (Place & { readonly text: string })[]): void {
    for (const comment of comments) {
        throw new GuideFault(comment, `<!-- ${comment.text} --> stands before no block`);
    }
}
