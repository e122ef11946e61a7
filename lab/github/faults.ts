/** Failures on demand: what a client must survive when GitHub has a bad day. */

/** What to do with the next matching requests. */
export interface FaultRequest {
    /** Method to match; any if absent. */
    readonly method?: string;
    /** Regular expression on the path below `/api/v3`, without the query. */
    readonly path: string;
    /** How many requests it hits; 1 if absent. */
    readonly count?: number;
    /** How many matching requests pass before it begins; 0 if absent. */
    readonly skip?: number;
    /** `after` lets the request do its work and then spoils the answer; `before` is the default. */
    readonly when?: "before" | "after";
    /**
     * `status` answers with `status`, `headers`, `body`; `hang` never answers; `truncate` sends half
     * of the real answer and cuts the connection; `reset` cuts it at once.
     */
    readonly effect: "status" | "hang" | "truncate" | "reset";
    readonly status?: number;
    readonly headers?: Readonly<Record<string, string>>;
    /** JSON body; GitHub's usual error body if absent. */
    readonly body?: unknown;
}

/** A registered fault. */
export interface Fault extends FaultRequest {
    readonly id: number;
    /** Requests it still hits. */
    remaining: number;
    /** Matching requests it still lets pass. */
    toSkip: number;
}

export class Faults {
    private faults: Fault[] = [];
    private nextId = 1;

    /** @throws SyntaxError if `path` is no regular expression */
    add(request: FaultRequest): Fault {
        new RegExp(request.path);
        const fault: Fault = {
            ...request,
            id: this.nextId++,
            remaining: request.count ?? 1,
            toSkip: request.skip ?? 0,
        };
        this.faults.push(fault);
        return fault;
    }

    list(): readonly Fault[] {
        return this.faults;
    }

    clear(): void {
        this.faults = [];
    }

    /** The fault that hits this request, counted down. */
    take(method: string, path: string): Fault | undefined {
        for (const fault of this.faults) {
            const matches =
                (fault.method ?? method) === method && new RegExp(fault.path).test(path);
            if (!matches || fault.remaining === 0) {
                continue;
            }
            if (fault.toSkip > 0) {
                fault.toSkip--;
                continue;
            }
            fault.remaining--;
            return fault;
        }
        return undefined;
    }
}
