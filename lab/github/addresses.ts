/** The URLs under which the stand-in is known: every answer and every webhook is made of them. */

export interface AddressOptions {
    readonly scheme: "http" | "https";
    /** Name clients use, without port. */
    readonly host: string;
    readonly httpPort: number;
    readonly sshPort: number;
}

export class Addresses {
    /** `https://git.lab`, with a port only if it is not the scheme's own. */
    readonly web: string;
    /** Root of the REST API in its GitHub Enterprise form. */
    readonly api: string;
    readonly host: string;
    private readonly sshPort: number;

    constructor(options: AddressOptions) {
        const usual = options.scheme === "https" ? 443 : 80;
        const port = options.httpPort === usual ? "" : `:${options.httpPort}`;
        this.web = `${options.scheme}://${options.host}${port}`;
        this.api = `${this.web}/api/v3`;
        this.host = options.host;
        this.sshPort = options.sshPort;
    }

    /** Clone URL over SSH: the short form where the port allows it, as GitHub answers. */
    ssh(fullName: string): string {
        return this.sshPort === 22
            ? `git@${this.host}:${fullName}.git`
            : `ssh://git@${this.host}:${this.sshPort}/${fullName}.git`;
    }

    /** The host as a `known_hosts` line spells it. */
    knownHost(): string {
        return this.sshPort === 22 ? this.host : `[${this.host}]:${this.sshPort}`;
    }
}

/** Opaque global id, as GraphQL would know the object. */
export function nodeId(type: string, id: number | string): string {
    return Buffer.from(`${type}:${id}`).toString("base64");
}

/** Percent-encodes a path or ref, keeping its slashes. */
export function encodePath(path: string): string {
    return path.split("/").map(encodeURIComponent).join("/");
}
