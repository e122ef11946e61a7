import type { EngineEvent } from "@pulumi/pulumi/automation";

import type { StandInClient } from "../../github/client";
import { waitFor } from "../../wait";
import { findEngine, killEngine } from "./kill";

/** When a run is to be killed. */
export type Moment =
    /** As soon as so many resources stand. */
    | { readonly standing: number }
    /** As soon as this is so, looked at all the time: events come up to 200 ms late. */
    | { readonly when: () => Promise<boolean> };

/** One run of the engine that is not to reach its end. */
export class DoomedRun {
    private readonly standing = new Set<string>();
    private killing: Promise<void> | undefined;

    constructor(
        private readonly moment: Moment,
        private readonly gitHub: StandInClient,
    ) {}

    /** For the engine's events. */
    readonly onEvent = ({ resOutputsEvent }: EngineEvent): void => {
        const made = resOutputsEvent && resourceOf(resOutputsEvent.metadata);
        if (made !== undefined && this.killing === undefined) {
            this.standing.add(made);
            if ("standing" in this.moment && this.standing.size === this.moment.standing) {
                this.killing = findEngine().then((engine) => this.kill(engine));
            }
        }
    };

    /**
     * Whether the run was killed at its moment.
     *
     * @param operation the run, given {@link onEvent}
     * @throws what the run does, if it was not killed
     */
    async isKilledIn(operation: Promise<unknown>): Promise<boolean> {
        const ended = new AbortController();
        const watching = "when" in this.moment ? this.watch(this.moment.when, ended.signal) : null;
        try {
            await operation;
        } catch (error) {
            if (this.killing === undefined) {
                throw error;
            }
        } finally {
            ended.abort();
            await watching;
            await this.killing;
        }
        return this.killing !== undefined;
    }

    private async watch(when: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
        let engine: number | undefined;
        let found = -Infinity;
        try {
            await waitFor(
                async () => {
                    if (await when()) {
                        this.killing = this.kill(engine);
                        return { met: true, value: undefined };
                    }
                    if (performance.now() - found > 500) {
                        engine = await findEngine();
                        found = performance.now();
                    }
                    return { met: false, state: "not yet" };
                },
                {
                    what: "the moment to kill the engine",
                    deadlineSeconds: 600,
                    intervalMilliseconds: 10,
                    signal,
                },
            );
        } catch (error) {
            if (!signal.aborted) {
                throw error;
            }
        }
    }

    private async kill(engine: number | undefined): Promise<void> {
        if (engine === undefined) {
            throw new Error("there was no engine to kill");
        }
        await killEngine(engine, this.gitHub);
    }
}

type Metadata = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];

/**
 * The resource that a step has settled, if it is one that a provider makes: components are there as
 * soon as they are named, and what a refresh has looked at is still to be settled.
 */
export function resourceOf({ op, urn, new: after }: Metadata): string | undefined {
    return after?.custom === true && op !== "refresh" && op !== "read" ? urn : undefined;
}
