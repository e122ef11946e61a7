import type { ProgressOutput } from "../progress";

/** How often the line that changes is drawn, in milliseconds. */
const PERIOD = 250;

/**
 * Lines that stay and, in a terminal, one below them that is drawn again and again: what goes on at
 * the moment, and for how long. Elsewhere there is no such line.
 */
export class LiveLines {
    private readonly going = new Set<{ readonly what: string; readonly since: number }>();
    private timer: NodeJS.Timeout | undefined;

    constructor(private readonly output: ProgressOutput = process.stdout) {}

    /** A line that stays. */
    print(line: string): void {
        this.output.write(`${this.isLive() ? ERASE : ""}${line}\n`);
        this.draw();
    }

    /** Does something, which is shown as long as it takes. */
    async during<T>(what: string, work: () => Promise<T>): Promise<T> {
        const entry = { what, since: performance.now() };
        this.going.add(entry);
        if (this.isLive()) {
            this.timer ??= setInterval(() => {
                this.draw();
            }, PERIOD).unref();
        }
        this.draw();
        try {
            return await work();
        } finally {
            this.going.delete(entry);
            if (this.going.size === 0) {
                clearInterval(this.timer);
                this.timer = undefined;
            }
            this.draw();
        }
    }

    private draw(): void {
        if (this.isLive()) {
            this.output.write(ERASE + goingOn([...this.going], performance.now(), this.width()));
        }
    }

    private isLive(): boolean {
        return this.output.isTTY === true;
    }

    /** A line that reaches the last column would go on in the next one, which nobody erases. */
    private width(): number {
        return (this.output.columns ?? 80) - 1;
    }
}

/** To the beginning of the line, and all of it away. */
const ERASE = "\r\u001b[2K";

/** What goes on, the newest first: it is what the others wait for. */
function goingOn(
    going: readonly { readonly what: string; readonly since: number }[],
    now: number,
    width: number,
): string {
    return going
        .toReversed()
        .map(({ what, since }) => `${what}: ${Math.floor((now - since) / 1000)} s`)
        .join(" · ")
        .slice(0, width);
}
