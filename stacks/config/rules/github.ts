import { setCommand } from "../command";
import { declaration } from "../configKeys";
import { type Facts, found, missing, type Rule, settled } from "../facts";
import { hostKeysFix } from "../gitHubHost";
import { type Kubeconfig, readKubeconfig, usualContext } from "../kubeconfig";
import { knows } from "../knownHosts";
import type { Problem } from "../problem";
import { gitHost } from "../urls";

/** Nothing works without an owner and a token. */
export const required: Rule = (facts) =>
    (["githubOwner", "githubToken"] as const)
        .filter((name) => !facts.given.has(name))
        .map((name) => missing(facts, name));

/** The context is one of the kubeconfig's; without one, the kubeconfig has to say which is current. */
export const contextExists: Rule = (facts) => {
    const config =
        facts.values.kubeconfig === undefined ? undefined : readKubeconfig(facts.values.kubeconfig);
    if (config === undefined) {
        return [];
    }
    const names = new Set(config.contexts.map(({ name }) => name));
    if (facts.given.has("kubeContext")) {
        const context = facts.values.kubeContext;
        return context === undefined || names.has(context)
            ? []
            : [
                  {
                      ...found(facts, "kubeContext"),
                      ...contextProblem(facts, config, "is no context of the kubeconfig"),
                  },
              ];
    }
    const current = config["current-context"] ?? "";
    return current !== "" && names.has(current)
        ? []
        : [
              contextProblem(
                  facts,
                  config,
                  current === ""
                      ? "is missing: the kubeconfig has no current context"
                      : "is missing: the kubeconfig's current context is not in it",
              ),
          ];
};

function contextProblem(facts: Facts, config: Kubeconfig, reason: string): Problem {
    const { example } = declaration("kubeContext");
    const value = usualContext(config) ?? example.value;
    return {
        key: "kubeContext",
        reason,
        allowed: "a name that `kubectl config get-contexts` lists",
        fix: [setCommand({ stack: facts.stack, key: "kubeContext", value })],
    };
}

/** Argo CD knows the keys of github.com; those of another host it must be told. */
export const hostKeysKnown: Rule = (facts) => {
    const installs = settled(facts, "argoCdInstall", true);
    const isBaseUrlInvalid = facts.given.has("githubBaseUrl") && !facts.values.githubBaseUrl;
    const host = isBaseUrlInvalid ? undefined : gitHost(facts.values.githubBaseUrl);
    if (installs !== true || host === undefined) {
        return [];
    }
    const lines = settled(facts, "knownHosts", []);
    return lines === undefined ||
        knows(lines, host) ||
        (host === "github.com" && lines.length === 0)
        ? []
        : [hostKeyProblem(facts, host)];
};

function hostKeyProblem(facts: Facts, host: string): Problem {
    const given = facts.given.has("knownHosts");
    return {
        ...found(facts, "knownHosts"),
        reason: given ? `has no key of ${host}` : `is missing: Argo CD does not know ${host}`,
        allowed: `lines that begin with ${host}; compare them with what its operators publish`,
        fix: hostKeysFix(facts.stack, host),
    };
}
