import type { EngineLog, Severity } from "../../protocol/engineLog";

/** The line beside one resource in the engine's output; repeats are not sent. */
export class StatusLine {
    private last = "";

    constructor(
        private readonly log: EngineLog,
        private readonly urn: string,
    ) {}

    show(text: string, severity: Severity = "info"): void {
        if (text !== this.last) {
            this.last = text;
            this.log.status(severity, this.urn, text);
        }
    }

    clear(): void {
        this.show("");
    }

    /** A message that stays. */
    warn(text: string): void {
        this.log.message("warning", this.urn, text);
    }
}
