/** Names of the rulesets, by which a run knows again what an interrupted one has made. */
export const BRANCH_RULESETS = {
    /** Holds for everybody. */
    history: "argocd-image-drift: history",
    /** Has exemptions. */
    reviews: "argocd-image-drift: reviews",
} as const;

/** GitHub's number of the role of a repository's administrators. */
const ADMINISTRATORS = 5;

/** Who signs in to write, in the name of the updater. */
export interface UpdaterIdentity {
    /** With a deploy key, a token, or as an App. */
    readonly auth: "deployKey" | "token" | "githubApp";
    /** The App, for `auth` `githubApp`. */
    readonly app?: {
        /** The number called App ID on its page. */
        readonly id: number;
    };
}

/** One who is exempt from a ruleset, as the provider takes it. */
export interface Exemption {
    readonly actorType: "RepositoryRole" | "Integration" | "DeployKey";
    /** Absent where all of that type are meant. */
    readonly actorId?: number;
    readonly bypassMode: "always";
}

/**
 * Who need not wait for reviews and checks: administrators, as which the program writes its files
 * and a person repairs things, and the updater. GitHub cannot exempt one deploy key, nor a token:
 * with `deployKey` all keys that may write are exempt, and with `token` the token has to be an
 * administrator's.
 */
export function exemptions({ auth, app }: UpdaterIdentity): Exemption[] {
    const administrators = {
        actorType: "RepositoryRole",
        actorId: ADMINISTRATORS,
        bypassMode: "always",
    } as const;
    switch (auth) {
        case "deployKey":
            return [administrators, { actorType: "DeployKey", bypassMode: "always" }];
        case "githubApp":
            return app === undefined
                ? [administrators]
                : [
                      { actorType: "Integration", actorId: app.id, bypassMode: "always" },
                      administrators,
                  ];
        case "token":
            return [administrators];
    }
}
