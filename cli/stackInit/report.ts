import type { Choice } from "./choose";
import type { FoundClass } from "./clusterFacts";
import type { Outcome } from "./facts";
import { advisable, neededForUp } from "./laterNeeds";
import { missing, type Need } from "./needs";
import { repositoryName } from "./owners";

/** What this run has done. */
export interface Done {
    /** Name of the stack file. */
    readonly file: string;
    readonly isNewFile: boolean;
    readonly choices: readonly Choice[];
    readonly disabledProviders: boolean;
    readonly madeStack: boolean;
}

/** Everything that is to be said, a line each. Commands stand by themselves, indented by six. */
export function report(outcome: Outcome, done: Done): string[] {
    const { stack } = outcome;
    const needs = missing(outcome);
    return [
        ...section("Found", found(outcome)),
        ...section("Done", did(stack, done)),
        ...section("Missing", needs.flatMap(lines)),
        ...section("Before the first up", neededForUp(outcome).flatMap(lines)),
        ...section("If you like", advisable(outcome).flatMap(lines)),
        ...section(needs.length === 0 ? "Ready" : "Then", [
            `      pulumi preview --stack ${stack}`,
            `      pulumi up --stack ${stack}`,
            `      npm run wait -- ${stack}`,
        ]),
    ];
}

function section(title: string, content: readonly string[]): string[] {
    return content.length === 0 ? [] : [`${title}:`, ...content, ""];
}

function lines({ what, commands }: Need): string[] {
    return [
        `  ${what}${commands.length === 0 ? "." : ":"}`,
        ...commands.map((one) => `      ${one}`),
    ];
}

function did(stack: string, done: Done): string[] {
    const { file, isNewFile, choices, disabledProviders, madeStack } = done;
    return [
        ...(isNewFile ? [`  made ${file}`] : []),
        ...choices.map(({ key, value, why }) => `  ${file}: ${key} ${shown(value)} (${why})`),
        ...(disabledProviders ? [`  ${file}: default providers disabled`] : []),
        ...(madeStack ? [`  pulumi stack init ${stack}`] : []),
    ];
}

function shown(value: Choice["value"]): string {
    return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function found({ settings, findings, fileProvider, hasKubectl }: Outcome): string[] {
    const { engine, cluster, gitHub, token } = findings;
    const backend =
        "why" in engine
            ? engine.why === "not installed"
                ? "Pulumi is not installed"
                : engine.why
            : `${engine.backend} as ${engine.user}`;
    const owner = settings.githubOwner;
    return [
        row("backend", backend),
        row("secrets", fileProvider === undefined ? undefined : `encrypted by ${fileProvider}`),
        row("cluster", clusterLine(settings, hasKubectl, cluster)),
        ...(cluster?.answers === true
            ? [
                  row("Argo CD", argoCdLine(cluster.argoCd)),
                  row("Ingress", classes(cluster.ingressClasses, "IngressClass")),
                  row("storage", classes(cluster.storageClasses, "StorageClass")),
              ]
            : []),
        row("owner", owner),
        row(
            "repository",
            owner === undefined
                ? undefined
                : `${owner}/${repositoryName(settings)}: ${repositoryLine(gitHub.repository)}`,
        ),
        row("token", tokenLine(token)),
    ].filter((line) => line !== undefined);
}

const WIDTH = 12;

function row(name: string, text: string | undefined): string | undefined {
    return text === undefined ? undefined : `  ${name.padEnd(WIDTH)}${text}`;
}

function clusterLine(
    { kubeContext: context }: Outcome["settings"],
    hasKubectl: boolean,
    cluster: Outcome["findings"]["cluster"],
): string {
    if (cluster === undefined) {
        const why = hasKubectl ? "" : ": kubectl is not installed";
        return `${context === undefined ? "" : `${context}, `}not looked at${why}`;
    }
    const state = cluster.answers ? `Kubernetes ${cluster.version}` : "does not answer";
    return [...(context === undefined ? [] : [context]), cluster.server, state]
        .filter((part) => part !== undefined)
        .join(", ");
}

function argoCdLine(argoCd: { version?: string; installedBy?: string } | undefined): string {
    if (argoCd === undefined) {
        return "none yet";
    }
    const whose = argoCd.installedBy === undefined ? "somebody" : `stack ${argoCd.installedBy}`;
    return `${argoCd.version ?? "of unknown version"}, installed by ${whose}`;
}

function classes(found: readonly FoundClass[], kind: string): string {
    return found.length === 0
        ? `no ${kind}`
        : found.map(({ name, isDefault }) => `${name}${isDefault ? " (default)" : ""}`).join(", ");
}

function repositoryLine(repository: Outcome["findings"]["gitHub"]["repository"]): string {
    switch (repository.is) {
        case "there":
            return repository.isOurs ? "there, made by this program" : "there";
        case "absent":
            return "not there, or the token may not see it";
        case "unknown":
            return `not looked at, ${repository.why}`;
    }
}

function tokenLine(token: Outcome["findings"]["token"]): string | undefined {
    if (token === undefined) {
        return undefined;
    }
    return token.from === "config" ? "the stack has one" : `from ${token.from.command}`;
}
