import type { EngineHome } from "../../engine/environment";
import type { IssuedToken, Numbered } from "../../github/client";
import type { RegistryUser } from "../../registry/privateRegistry";
import { type GeneratedSecret, generatedSecrets } from "../../secrecy/generatedSecrets";
import { Search, type Secret } from "../../secrecy/search";
import {
    appSecret,
    issuedSecret,
    kubeconfigSecret,
    madeUpSecret,
    passphraseSecret,
    registrySecrets,
    tokenSecret,
    writersSecret,
} from "./canaries";

export interface GivenSecrets {
    /** The one that makes everything on GitHub. */
    readonly token: string;
    /** Content of the file. */
    readonly kubeconfig: string;
    /** Whose passphrase encrypts the state. */
    readonly home: EngineHome;
    /** The one value of `appSecrets`. */
    readonly app?: string;
    /** The registry's. */
    readonly user?: RegistryUser;
}

/** All secrets that stack dev has had, configured and made up, and which of them it has now. */
export class Secrets {
    private readonly fixed: Secret[];
    private readonly tokens: string[];
    private readonly users: RegistryUser[];
    private readonly writers: { readonly name: string; readonly value: string }[] = [];
    private readonly known = new Map<string, GeneratedSecret>();
    private current: ReadonlySet<string> = new Set();

    constructor({ token, kubeconfig, home, app, user }: GivenSecrets) {
        this.users = user ? [user] : [];
        this.tokens = [token];
        this.fixed = [
            kubeconfigSecret(kubeconfig),
            passphraseSecret(home),
            ...(app === undefined ? [] : [appSecret(app)]),
        ];
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
     * What the updater writes with from now on.
     *
     * @param name `gitToken`, `githubAppPrivateKey`
     */
    replaceWriter(name: string, value: string): void {
        this.writers.push({ name: `${name} ${this.writers.length + 1}`, value });
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

    /** Takes over what others have made up, and keep. */
    add(secrets: readonly Secret[]): void {
        this.fixed.push(...secrets);
    }

    /** @param issued what Apps were given for their keys */
    search(issued: readonly Numbered<IssuedToken>[] = []): Search {
        const isLast = (index: number, all: readonly unknown[]) => index === all.length - 1;
        return new Search([
            ...this.fixed,
            ...this.tokens.map(tokenSecret),
            ...this.users.flatMap((user, index, all) =>
                registrySecrets(user, index, isLast(index, all)),
            ),
            ...this.writers.map(({ name, value }, index, all) =>
                writersSecret(name, value, isLast(index, all)),
            ),
            ...issued.map(issuedSecret),
            ...[...this.known.values()].map((secret) => {
                return madeUpSecret(secret, this.current.has(secret.value));
            }),
        ]);
    }
}
