import type { ReachedHop } from "../loop/hops";
import { HopTimes } from "./hopTimes";
import { LiveLines } from "./liveLines";

/** Where the demo talks to: a step at a time, with the time it took. */
export class Report {
    private readonly started = performance.now();
    private readonly times: { readonly label: string; readonly seconds: number }[] = [];
    private readonly hops = new HopTimes();

    constructor(private readonly lines = new LiveLines()) {}

    /** Says what begins, does it, and says how long it took. */
    async step<T>(label: string, work: () => Promise<T>): Promise<T> {
        this.say(`${label} …`);
        const began = performance.now();
        const result = await this.lines.during(label, work);
        const seconds = (performance.now() - began) / 1000;
        this.times.push({ label, seconds });
        this.say(`${label}: done in ${seconds.toFixed(1)} s`);
        return result;
    }

    /** One hop of a build. */
    hop(build: string, reached: ReachedHop): void {
        const { hop, detail, seconds } = reached;
        this.hops.reached(build, reached);
        this.say(`  ${build}: ${hop} ${detail} (+${seconds.toFixed(1)} s)`);
    }

    /** Does what has lines of its own; in a terminal it is shown meanwhile. */
    during<T>(what: string, work: () => Promise<T>): Promise<T> {
        return this.lines.during(what, work);
    }

    say(line: string): void {
        this.lines.print(`${this.clock()} ${line}`);
    }

    /** All times again, at the end: those of the steps, then those of the hops. */
    summary(): string[] {
        const width = Math.max(...this.times.map(({ label }) => label.length));
        const total = (performance.now() - this.started) / 1000;
        return [
            ...[...this.times, { label: "all of it", seconds: total }].map(
                ({ label, seconds }) =>
                    `${label.padEnd(width)}  ${seconds.toFixed(1).padStart(6)} s`,
            ),
            "",
            ...this.hops.table(),
        ];
    }

    private clock(): string {
        return `[${((performance.now() - this.started) / 1000).toFixed(1).padStart(6)} s]`;
    }
}
