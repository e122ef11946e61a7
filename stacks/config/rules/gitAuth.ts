import type { GitAuth } from "../../stackConfig";
import { setCommand } from "../command";
import { excess, found, missing, type Rule, settled } from "../facts";

const APP_KEYS = ["githubAppId", "githubAppInstallationId", "githubAppPrivateKey"] as const;

/** What each way to sign in takes from configuration. */
const credentials = {
    deployKey: [],
    token: ["gitToken"],
    githubApp: APP_KEYS,
} as const satisfies Readonly<Record<GitAuth, readonly ("gitToken" | (typeof APP_KEYS)[number])[]>>;

const everyAuth = Object.keys(credentials) as readonly GitAuth[];

/** The chosen way has all it needs, and nothing of another one is set. */
export const credentialsFitAuth: Rule = (facts) => {
    const auth = settled(facts, "gitAuth", "deployKey");
    if (auth === undefined) {
        return [];
    }
    return everyAuth.flatMap((each) =>
        each === auth
            ? credentials[each]
                  .filter((name) => !facts.given.has(name))
                  .map((name) => missing(facts, name, `is missing: gitAuth is ${auth}`))
            : excess(
                  facts,
                  credentials[each],
                  `contradicts gitAuth ${auth}: it belongs to gitAuth ${each}`,
              ),
    );
};

/** With a token or as an App the updater pushes to `https://<host>/`, whatever the API's address is. */
export const pushNeedsHttps: Rule = (facts) => {
    const { githubBaseUrl, gitAuth } = facts.values;
    if (githubBaseUrl === undefined || gitAuth === undefined || gitAuth === "deployKey") {
        return [];
    }
    const url = new URL(githubBaseUrl);
    return url.protocol === "https:" && url.port === ""
        ? []
        : [
              {
                  ...found(facts, "gitAuth"),
                  reason:
                      `needs a host that serves Git by https on port 443, ` +
                      `while githubBaseUrl is ${url.origin}`,
                  allowed: "deployKey",
                  fix: setCommand({ stack: facts.stack, key: "gitAuth", value: "deployKey" }),
              },
          ];
};
