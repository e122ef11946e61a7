/** The stand-in's memory: one JSON file, replaced as a whole, so a kill leaves the old or the new one. */
import fs from "node:fs";
import path from "node:path";
import type { App, Installation } from "./appModel";
import type { Account, RepositoryRecord, State } from "./model";

/** The time as GitHub writes it: UTC, whole seconds. */
export function timestamp(date: Date = new Date()): string {
    return `${date.toISOString().slice(0, 19)}Z`;
}

/** State with look-ups; whoever changes `state` calls {@link Store.save} before answering. */
export class Store {
    readonly state: State;
    private readonly file: string;

    /** @param directory where `state.json` lives; made if absent. */
    constructor(directory: string) {
        fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
        this.file = path.join(directory, "state.json");
        const kept = fs.existsSync(this.file)
            ? (JSON.parse(fs.readFileSync(this.file, "utf8")) as Partial<State>)
            : {};
        this.state = {
            format: 1,
            nextId: 1000,
            accounts: [],
            tokens: [],
            apps: [],
            installations: [],
            repositories: [],
            violations: [],
            ...kept,
        };
    }

    /** A number that was never given to anything in this state directory. */
    newId(): number {
        return this.state.nextId++;
    }

    /** Writes the state; synchronous, because an answer sent must be an answer remembered. */
    save(): void {
        const next = `${this.file}.next`;
        fs.writeFileSync(next, JSON.stringify(this.state), { mode: 0o600 });
        fs.renameSync(next, this.file);
    }

    /** Logins are compared without case, as on GitHub. */
    account(login: string): Account | undefined {
        return this.state.accounts.find((account) => sameName(account.login, login));
    }

    app(id: number): App | undefined {
        return this.state.apps.find((app) => app.id === id);
    }

    installation(id: number): Installation | undefined {
        return this.state.installations.find((installation) => installation.id === id);
    }

    repository(owner: string, name: string): RepositoryRecord | undefined {
        return this.state.repositories.find(
            (repository) => sameName(repository.owner, owner) && sameName(repository.name, name),
        );
    }

    repositoryById(id: number): RepositoryRecord | undefined {
        return this.state.repositories.find((repository) => repository.id === id);
    }
}

/** Whether two names mean the same account or repository. */
export function sameName(left: string, right: string): boolean {
    return left.toLowerCase() === right.toLowerCase();
}
