/** What is folded away in a report: differences of files, and what the engine printed. */
import type { FileChange } from "./manifests";
import { block, code, folded } from "./markdown";

/** A file's difference is cut here, so that one long file does not hide the others. */
const LONGEST_PATCH = 12_000;

/** Room for the fold, the fence and a line that says what was cut. */
const FRAME = 400;

const HEADING = "### Manifests";

const EXPLANATION =
    "Rendered from the stack files, with kustomize, before and after. A repository that is there " +
    "already keeps its seeded files: what reaches it is above.";

/**
 * The files that are rendered otherwise, each folded.
 *
 * @param files or why they are not known
 * @param room characters it may take
 */
export function detailsOfFiles(files: readonly FileChange[] | string, room: number): string {
    if (typeof files === "string") {
        const shown = files.length > room / 2 ? `${files.slice(0, room / 2)} …` : files;
        return `${HEADING}\n\nNot compared.\n\n${block(shown, "text")}`;
    }
    if (files.length === 0) {
        return `${HEADING}\n\nNone changes.`;
    }
    const intro = `${HEADING}\n\n${countOf(files.length)}. ${EXPLANATION}`;
    const shown: string[] = [];
    let left = room - intro.length - FRAME;
    for (const file of files) {
        const part = detailsOfFile(file, Math.min(left - FRAME, LONGEST_PATCH));
        if (part === undefined || part.length + 2 > left) {
            break;
        }
        shown.push(part);
        left -= part.length + 2;
    }
    const more = files.length - shown.length;
    const note = `**Cut to what GitHub takes:** ${countOf(more)} left out here.`;
    return [intro, ...shown, ...(more > 0 ? [note] : [])].join("\n\n");
}

function countOf(files: number): string {
    return files === 1 ? "1 file" : `${files} files`;
}

function detailsOfFile(file: FileChange, room: number): string | undefined {
    if (room < 0) {
        return undefined;
    }
    const { path, fate, linesAdded, linesDeleted, patch } = file;
    const title = `${path}: ${fate}, +${linesAdded} −${linesDeleted}`;
    const { text, note } = cut(patch, room);
    return folded(title, [block(text, "diff"), ...note].join("\n\n"));
}

/**
 * What `pulumi preview --diff` printed, folded.
 *
 * @param room characters it may take
 */
export function detailsOfRun(printed: string, room: number): string {
    if (printed.trim() === "" || room < FRAME) {
        return "";
    }
    const { text, note } = cut(withSigns(printed.trimEnd()), room - FRAME);
    return folded("pulumi preview --diff", [block(text, "diff"), ...note].join("\n\n"));
}

/** A column in front, for colours: GitHub looks for signs nowhere else, and the engine indents them. */
function withSigns(printed: string): string {
    return printed.replace(/^(?= *(\+-|-\+|[-+~])? ?)/gm, (_, sign: string | undefined) =>
        sign === undefined ? " " : sign.length === 1 && sign !== "~" ? sign : "!",
    );
}

/** Whole lines from both ends, the last third from the end: there are totals and errors. */
function cut(text: string, room: number): { text: string; note: string[] } {
    if (text.length <= room) {
        return { text, note: [] };
    }
    const lines = text.split("\n");
    const first = within(lines, (room * 2) / 3);
    const last = within(lines.slice(first.length).reverse(), room / 3).reverse();
    const dropped = lines.length - first.length - last.length;
    const gap = `… ${dropped} lines left out …`;
    return {
        text: [...first, gap, ...last].join("\n"),
        note: [
            `**Cut to what GitHub takes:** ${dropped} of ${code(String(lines.length))} lines left out here.`,
        ],
    };
}

function within(lines: readonly string[], room: number): string[] {
    let used = 0;
    const end = lines.findIndex((line) => (used += line.length + 1) > room);
    return lines.slice(0, end === -1 ? lines.length : end);
}
