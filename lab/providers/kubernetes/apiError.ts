import { listAt, Properties, textAt } from "../protocol/values";

/** An answer of the API server that is not a success; the message is the server's own. */
export class ApiError extends Error {
    /** The machine-readable reason of the `Status` object, e.g. `AlreadyExists`; may be empty. */
    readonly reason: string;

    constructor(
        readonly code: number,
        readonly status: Properties,
    ) {
        super(textAt(status, "message") || `the server answered with HTTP status ${code}`);
        this.reason = textAt(status, "reason");
    }

    get isNotFound(): boolean {
        return this.code === 404;
    }

    get isForbidden(): boolean {
        return this.code === 403;
    }

    get isConflict(): boolean {
        return this.code === 409 && this.reason !== "AlreadyExists";
    }

    get isAlreadyExists(): boolean {
        return this.reason === "AlreadyExists";
    }

    /** A value that may not change was changed. */
    get isImmutableField(): boolean {
        return this.reason === "Invalid" && this.message.includes("field is immutable");
    }

    /** The object's namespace is missing, rather than the object or its kind. */
    get isNamespaceNotFound(): boolean {
        return this.isNotFound && textAt(this.status, "details", "kind") === "namespaces";
    }

    /** Admission or validation does not support dry runs. */
    get isDryRunUnsupported(): boolean {
        return this.code === 400 && this.message.includes("does not support dry run");
    }

    /** Messages of the single causes, one for each wrong field. */
    get causes(): readonly string[] {
        return listAt(this.status, "details", "causes").map((cause) => textAt(cause, "message"));
    }
}

/** The API server knows no such kind: its CustomResourceDefinition is not there (yet). */
export class NoMatchError extends Error {
    constructor(apiVersion: string, kind: string) {
        super(`no matches for kind "${kind}" in version "${apiVersion}"`);
    }
}
