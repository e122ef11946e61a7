/** Time, as a watch needs it: tests have their own. */
export interface Clock {
    /** Milliseconds since whenever. */
    readonly now: () => number;
    /** Calls so many milliseconds later, if the program has not ended by then. */
    readonly later: (milliseconds: number, call: () => void) => void;
}

export interface StandstillArgs {
    /** How long nothing is answered before it is told. */
    readonly limitSeconds: number;
    /** Is told once each time, with the names of what has no answer, the oldest first. */
    readonly tell: (waiting: readonly string[]) => void;
    /** @default the machine's */
    readonly clock?: Clock;
}

/**
 * Notices when all of a number of questions stay without an answer. One that is answered shows that
 * the rest wait in line behind it, however long that takes.
 */
export class Standstill {
    private readonly waiting = new Set<{ readonly name: string }>();
    private readonly clock: Clock;
    private readonly limit: number;
    /** When something was last answered, or asked while nothing else was. */
    private since = 0;
    private isTimed = false;

    constructor(private readonly args: StandstillArgs) {
        this.clock = args.clock ?? MACHINE;
        this.limit = args.limitSeconds * 1000;
    }

    /**
     * Something is asked for now.
     *
     * @returns to be called when it is answered
     */
    asked(name: string): () => void {
        const question = { name };
        if (this.waiting.size === 0) {
            this.since = this.clock.now();
        }
        this.waiting.add(question);
        this.time();
        return () => {
            this.waiting.delete(question);
            this.since = this.clock.now();
            this.time();
        };
    }

    /** One timer at a time: most questions are answered at once. */
    private time(): void {
        if (!this.isTimed && this.waiting.size > 0) {
            this.isTimed = true;
            const left = this.since + this.limit - this.clock.now();
            this.clock.later(left, () => {
                this.isTimed = false;
                this.look();
            });
        }
    }

    private look(): void {
        if (this.clock.now() - this.since < this.limit) {
            this.time();
        } else if (this.waiting.size > 0) {
            // Without another timer: nothing more is said until something is answered.
            this.args.tell([...this.waiting].map(({ name }) => name));
        }
    }
}

const MACHINE: Clock = {
    now: () => performance.now(),
    later: (milliseconds, call) => {
        setTimeout(call, milliseconds).unref();
    },
};
