/** The snapshot: all tables in a form whose JSON is the same whenever the content is. */
import { gitOf, type Hub } from "../hub";
import type { ActionsStore, Environment, Hook, RepositoryRecord, Ruleset } from "../model";
import type { RepositoryTable, Tables } from "./wire";

export async function tables(hub: Hub): Promise<Tables> {
    const { accounts, repositories } = hub.store.state;
    const entries = await Promise.all(
        repositories.map(
            async (record) =>
                [`${record.owner}/${record.name}`, await repositoryTable(hub, record)] as const,
        ),
    );
    return {
        accounts: accounts.map(({ login, type }) => `${type} ${login}`).sort(),
        repositories: sorted(Object.fromEntries(entries)),
    };
}

async function repositoryTable(hub: Hub, record: RepositoryRecord): Promise<RepositoryTable> {
    const refs = await gitOf(hub, record).refs();
    return {
        settings: sorted({
            ...record.settings,
            default_branch: record.defaultBranch,
            vulnerability_alerts: record.vulnerabilityAlerts,
        }),
        topics: [...record.topics].sort(),
        keys: record.keys
            .map((key) => `${key.title} ${key.readOnly ? "read" : "write"} ${key.key}`)
            .sort(),
        hooks: record.hooks.map(hookLine).sort(),
        secrets: secretNames(record.actions),
        variables: variables(record.actions),
        environments: byName(record.environments, environmentTable),
        rulesets: byName(record.rulesets, rulesetTable),
        labels: record.labels.map(({ name, color }) => `${name} ${color}`).sort(),
        pulls: record.pulls
            .map(({ number, state, head, base }) => `#${number} ${state} ${head} -> ${base}`)
            .sort(),
        refs: sorted(refs),
    };
}

function hookLine(hook: Hook): string {
    const signed = hook.secret === undefined ? "unsigned" : "signed";
    const active = hook.active ? "active" : "inactive";
    return `${hook.url} ${hook.contentType} ${[...hook.events].sort().join()} ${signed} ${active}`;
}

function secretNames(actions: ActionsStore): string[] {
    return actions.secrets.map((secret) => secret.name).sort();
}

function variables(actions: ActionsStore): Record<string, string> {
    return sorted(Object.fromEntries(actions.variables.map(({ name, value }) => [name, value])));
}

function environmentTable(environment: Environment) {
    const { waitTimer, preventSelfReview, canAdminsBypass, reviewers } = environment;
    return {
        waitTimer,
        preventSelfReview,
        canAdminsBypass,
        reviewers,
        deploymentBranchPolicy: environment.deploymentBranchPolicy,
        deploymentPolicies: (environment.deploymentPolicies ?? [])
            .map(({ type, name }) => `${type} ${name}`)
            .sort(),
        secrets: secretNames(environment.actions),
        variables: variables(environment.actions),
    };
}

function rulesetTable(ruleset: Ruleset) {
    const { target, enforcement, bypassActors, conditions, rules } = ruleset;
    return { target, enforcement, bypassActors, conditions, rules };
}

function byName<T extends { readonly name: string }>(
    items: readonly T[],
    table: (item: T) => unknown,
): Record<string, unknown> {
    return sorted(Object.fromEntries(items.map((item) => [item.name, table(item)])));
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
    return Object.fromEntries(
        Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1)),
    );
}
