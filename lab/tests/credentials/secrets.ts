import type { RegistryUser } from "../../registry/privateRegistry";
import { type GeneratedSecret, generatedSecrets } from "../../secrecy/generatedSecrets";
import { Search, type Secret } from "../../secrecy/search";
import {
    appSecret,
    kubeconfigSecret,
    madeUpSecret,
    registrySecrets,
    tokenSecret,
} from "./canaries";

/** All secrets that stack dev has had, configured and made up, and which of them it has now. */
export class Secrets {
    private readonly fixed: readonly Secret[];
    private readonly tokens: string[];
    private readonly users: RegistryUser[];
    private readonly known = new Map<string, GeneratedSecret>();
    private current: ReadonlySet<string> = new Set();

    constructor(given: {
        /** The one that makes everything on GitHub. */
        readonly token: string;
        /** The one value of `appSecrets`. */
        readonly app: string;
        /** Content of the file. */
        readonly kubeconfig: string;
        readonly user: RegistryUser;
    }) {
        this.users = [given.user];
        this.tokens = [given.token];
        this.fixed = [appSecret(given.app), kubeconfigSecret(given.kubeconfig)];
    }

    /** The token that makes everything on GitHub now. */
    get token(): string {
        return this.tokens.at(-1) ?? "";
    }

    replaceToken(token: string): void {
        this.tokens.push(token);
    }

    replaceUser(user: RegistryUser): void {
        this.users.push(user);
    }

    /**
     * Takes over what the stack has made up.
     *
     * @param state with its secrets readable
     */
    learn(state: string): void {
        const found = generatedSecrets(state);
        for (const secret of found) {
            this.known.set(secret.value, secret);
        }
        this.current = new Set(found.map(({ value }) => value));
    }

    search(): Search {
        const isLast = (index: number) => index === this.users.length - 1;
        return new Search([
            ...this.fixed,
            ...this.tokens.map((value, index) => tokenSecret(value, index)),
            ...this.users.flatMap((user, index) => registrySecrets(user, index, isLast(index))),
            ...[...this.known.values()].map((secret) => {
                return madeUpSecret(secret, this.current.has(secret.value));
            }),
        ]);
    }
}
