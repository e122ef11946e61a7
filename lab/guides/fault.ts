/** A place in a guide. */
export interface Place {
    /** Below the project: `docs/setup-guide.md`. */
    readonly file: string;
    /** From 1. */
    readonly line: number;
}

/** Something in a guide that is wrong, or does not work. */
export class GuideFault extends Error {
    override readonly name = "GuideFault";

    constructor({ file, line }: Place, what: string) {
        super(`${file}:${line}: ${what}`);
    }
}
