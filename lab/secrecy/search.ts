import { type Form, formsOf } from "./forms";

/** Something that was written down somewhere. */
export interface Place {
    /** `Secret argocd/letsgo-app-dev-write`, `log kubelet.log` */
    readonly name: string;
    readonly content: Buffer;
}

/** A secret, and where it belongs. */
export interface Secret {
    /** `registryPassword`, `write key 2`; never the value. */
    readonly name: string;
    readonly value: string;
    /** Names of the only places that may have it, all of which must, as long as it is in use. */
    readonly intended: readonly string[];
    /** Names of places that may have it besides. */
    readonly tolerated?: readonly string[];
}

/** A secret in a place. */
export interface Hit {
    readonly secret: string;
    readonly place: string;
    /** How it stands there. */
    readonly form: string;
}

/** Looks for secrets in any number of places. */
export class Search {
    private readonly needles: readonly { readonly secret: Secret; readonly forms: Form[] }[];

    /** @throws Error naming a secret that cannot be searched for */
    constructor(secrets: readonly Secret[]) {
        this.needles = secrets.map((secret) => ({ secret, forms: formsFor(secret) }));
    }

    /** One hit for each secret that a place has, in the first form it was seen in. */
    hits(places: readonly Place[]): Hit[] {
        return places.flatMap(({ name, content }) =>
            this.needles.flatMap(({ secret, forms }) => {
                const found = forms.find(({ bytes }) => content.includes(bytes));
                return found ? [{ secret: secret.name, place: name, form: found.name }] : [];
            }),
        );
    }

    /** Hits where the secret does not belong, one a line. */
    leaks(places: readonly Place[]): string[] {
        return this.hits(places)
            .filter(({ secret, place }) => !this.allowedFor(secret).includes(place))
            .map(({ secret, place, form }) => `${secret} is in ${place}, ${form}`);
    }

    /** Where a secret should be and is not, one a line: a search that finds nothing proves nothing. */
    absences(places: readonly Place[]): string[] {
        const hits = this.hits(places);
        return this.needles.flatMap(({ secret: { name, intended } }) =>
            intended
                .filter((place) => !hits.some((hit) => hit.secret === name && hit.place === place))
                .map((place) => `${name} is not in ${place}`),
        );
    }

    private allowedFor(name: string): readonly string[] {
        const found = this.needles.find(({ secret }) => secret.name === name)?.secret;
        return [...(found?.intended ?? []), ...(found?.tolerated ?? [])];
    }
}

function formsFor({ name, value }: Secret): Form[] {
    try {
        return formsOf(value);
    } catch (error) {
        throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
    }
}
