/** What a reviewer has to see before everything else. */
import type { Changes, ResourceChange, Violation } from "./changes";
import { code } from "./markdown";
import { shortened } from "./resources";

/** Resources that a warning names. */
const NAMED = 12;

/** Characters of a policy's message. */
const LONGEST_MESSAGE = 600;

/** Warnings in GitHub's way to set them off; none if there is nothing to be warned of. */
export function warnings(changes: Changes): string[] {
    const { resources, unprotected, otherCluster, ownCredentials, violations } = changes;
    const touched = resources.filter((one) => one.protected);
    const secret = resources.filter((one) => one.secret);
    return [
        ...alert("CAUTION", [
            ...about("Something protected is touched", touched.map(named)),
            ...about("Protection is taken away from", unprotected.map(plain)),
        ]),
        ...alert("WARNING", about("Secrets are touched", secret.map(named))),
        ...alert(
            "WARNING",
            otherCluster.length === 0
                ? []
                : [
                      "**The cluster is another one** in `PREVIEW_KUBECONFIG` than in the last " +
                          "`up`, so all that is in it seems replaced. If the pull request does " +
                          "not move it, copy the cluster's entry from the kubeconfig that deploys.",
                  ],
        ),
        ...policy(
            "CAUTION",
            "Policies forbid this",
            violations.filter(({ mandatory }) => mandatory),
        ),
        ...policy(
            "NOTE",
            "Policies advise against this",
            violations.filter(({ mandatory }) => !mandatory),
        ),
        ...alert(
            "NOTE",
            ownCredentials.length === 0
                ? []
                : [
                      `The preview signs in with credentials of its own; that ` +
                          `${list(ownCredentials.map(plain))} would change by them is left out.`,
                  ],
        ),
    ];
}

function policy(kind: string, title: string, violations: readonly Violation[]): string[] {
    const shown = violations.slice(0, NAMED);
    const more = violations.length - shown.length;
    return alert(
        kind,
        violations.length === 0
            ? []
            : [
                  `**${title}**`,
                  ...shown.map(
                      ({ policy, resource, message }) =>
                          `- ${[policy, resource].filter(Boolean).map(plain).join(", ")}: ` +
                          code(message.slice(0, LONGEST_MESSAGE)),
                  ),
                  ...(more > 0 ? [`- … and ${more} more`] : []),
              ],
    );
}

function about(title: string, names: readonly string[]): string[] {
    return names.length === 0 ? [] : [`**${title}:** ${list(names)}`];
}

function list(names: readonly string[]): string {
    const more = names.length - NAMED;
    return [...names.slice(0, NAMED), ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

function named({ name, fate }: ResourceChange): string {
    return `${plain(name)} (${fate})`;
}

function plain(name: string): string {
    return code(shortened(name));
}

function alert(kind: string, lines: readonly string[]): string[] {
    return lines.length === 0
        ? []
        : [[`[!${kind}]`, ...lines].map((line) => `> ${line}`).join("\n")];
}
