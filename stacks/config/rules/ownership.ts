import { removeCommand, setCommand } from "../command";
import { excess, found, type Rule, settled } from "../facts";
import type { Problem } from "../problem";

/** Settings of a repository that the program has made. */
const SETTINGS = ["repositoryTopics", "mergeMethods", "vulnerabilityAlerts"] as const;

/** What belongs to the repository's owner is not for stacks that join or adopt it. */
export const repositoryOwner: Rule = (facts) => {
    switch (settled(facts, "repositoryMode", "create")) {
        case "join":
            return excess(
                facts,
                [
                    "repositoryVisibility",
                    "repositoryDeleteOnDestroy",
                    "platforms",
                    "provenance",
                    ...SETTINGS,
                    "branchRules",
                    "requiredApprovals",
                    "requiredChecks",
                    "codeOwners",
                ],
                "contradicts repositoryMode join: it belongs to the stack that owns the repository",
                "unset in a stack that joins",
            );
        case "adopt":
            return excess(
                facts,
                ["repositoryVisibility", ...SETTINGS],
                "contradicts repositoryMode adopt, which leaves the settings as they are",
                "unset, or repositoryMode create",
            );
        default:
            return [];
    }
};

/** What belongs to the installation of Argo CD is not for stacks that join it. */
export const argoCdOwner: Rule = (facts) =>
    settled(facts, "argoCdInstall", true) === false
        ? excess(
              facts,
              [
                  "argoCdChart",
                  "argoCdValues",
                  "updaterChart",
                  "updaterValues",
                  "updaterInterval",
                  "gitPollInterval",
                  "registryEndpoint",
                  "knownHosts",
                  "ingressHost",
                  "usedBy",
              ],
              "contradicts argoCdInstall false: it belongs to the stack that installs Argo CD",
              "unset, or argoCdInstall true",
          )
        : [];

/** `usedBy` names other stacks that exist, each once. */
export const usedByOthers: Rule = (facts) =>
    (facts.values.usedBy ?? []).flatMap((stack, index, all): Problem[] => {
        const reason = usedByFault(
            stack,
            facts.stack,
            facts.knownStacks,
            all.indexOf(stack) < index,
        );
        const others = facts.knownStacks.filter((known) => known !== facts.stack);
        return reason === undefined
            ? []
            : [
                  {
                      key: `usedBy[${index}]`,
                      value: stack,
                      reason,
                      allowed: others.join(", "),
                      fix: [removeCommand(facts.stack, `usedBy[${index}]`)],
                  },
              ];
    });

function usedByFault(
    stack: string,
    own: string,
    known: readonly string[],
    isRepeated: boolean,
): string | undefined {
    if (stack === own) {
        return "is this stack itself";
    }
    if (!known.includes(stack)) {
        return "is no stack there is an environment for";
    }
    return isRepeated ? "is there twice" : undefined;
}

/** The Ingress' class and certificate need an Ingress; two Ingresses need two hosts. */
export const ingressTogether: Rule = (facts) => {
    const none = !facts.given.has("ingressHost") && !facts.given.has("appHost");
    const lonely = none
        ? excess(
              facts,
              ["ingressClassName", "ingressTlsSecret"],
              "has no effect without ingressHost or appHost",
              "unset, or ingressHost or appHost as well",
          )
        : [];
    const { ingressHost, appHost } = facts.values;
    const clash: Problem[] =
        appHost !== undefined && appHost === ingressHost
            ? [
                  {
                      ...found(facts, "appHost"),
                      reason: "is ingressHost too, where Argo CD answers",
                      allowed: "another host",
                      fix: [
                          setCommand({
                              stack: facts.stack,
                              key: "appHost",
                              value: neighbourOf(appHost),
                          }),
                      ],
                  },
              ]
            : [];
    return [...lonely, ...clash];
};

/** Another host of the same domain. */
function neighbourOf(host: string): string {
    const domain = host.slice(host.indexOf("."));
    return `${host === `app${domain}` ? "www" : "app"}${domain}`;
}

/** User name and password come together. */
export const registryCredentials: Rule = (facts) => {
    const [absent, present] = facts.given.has("registryUsername")
        ? (["registryPassword", "registryUsername"] as const)
        : (["registryUsername", "registryPassword"] as const);
    if (facts.given.has(absent) || !facts.given.has(present)) {
        return [];
    }
    return [
        {
            key: absent,
            reason: `is missing: ${present} is set`,
            allowed: "both or neither",
            fix: [setCommand({ stack: facts.stack, key: absent, value: "", secret: true })],
        },
    ];
};
