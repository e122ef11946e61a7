import { excess, found, missing, type Rule, settled } from "../facts";
import { credentials, everyAuth, signInWith } from "../signIn";
import { servesGit } from "../urls";
import { opensPullRequests, writeDirectly } from "./writeBack";

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
                  `unset, or gitAuth ${each}`,
              ),
    );
};

/** With a token or as an App the updater pushes to `https://<host>/`, whatever the API's address is. */
export const pushNeedsHttps: Rule = (facts) => {
    const { githubBaseUrl, gitAuth } = facts.values;
    if (githubBaseUrl === undefined || gitAuth === undefined || gitAuth === "deployKey") {
        return [];
    }
    return servesGit(githubBaseUrl)
        ? []
        : [
              {
                  ...found(facts, "gitAuth"),
                  reason:
                      `needs a host that serves Git by https on port 443, ` +
                      `while githubBaseUrl is ${new URL(githubBaseUrl).origin}`,
                  allowed: "deployKey",
                  fix: [
                      ...signInWith("deployKey", facts.stack, (name) => facts.given.has(name)),
                      ...(opensPullRequests(facts) ? writeDirectly(facts) : []),
                  ],
              },
          ];
};
