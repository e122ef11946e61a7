import { at, items, text } from "../inputs/look";
import { type Manifest, type ManifestFile, manifestFile } from "../inputs/manifests";
import {
    isOfProduction,
    PRODUCTION,
    PRODUCTION_SCHEMA,
    type Production,
} from "../inputs/production";
import type { Tree } from "../inputs/tree";
import { SCALED, workloadResource } from "../inputs/workloads";
import { resourceRule } from "./resourceRule";
import { stackRule } from "./stackRule";

interface Config extends Production {
    readonly minimum: number;
}

const FIX = "raise `replicas` in stacks/prod.ts";

/** Two are one while a node is drained, and none if the other one fails then. */
export const productionReplicas = resourceRule<Config>({
    name: "production-replicas",
    description: "Production has several pods of everything.",
    defaults: { ...PRODUCTION, minimum: 3 },
    configSchema: {
        properties: {
            ...PRODUCTION_SCHEMA,
            minimum: {
                type: "integer",
                minimum: 1,
                default: 3,
                description: "Fewest pods of a Deployment or StatefulSet.",
            },
        },
    },
    check: ({ type, stack, inputs }, report, config) => {
        const file = manifestFile(type, inputs);
        const resource = workloadResource(type, inputs);
        const isProduction = file
            ? isOfProduction(file, config)
            : config.stacks.includes(stack) && resource !== undefined;
        if (!isProduction) {
            return;
        }
        for (const manifest of file?.manifests ?? (resource ? [resource] : [])) {
            for (const { name, replicas } of stated(manifest)) {
                if (replicas < config.minimum) {
                    report(
                        `gives ${name} ${replicas} replicas; production has at least ${config.minimum}`,
                        FIX,
                    );
                }
            }
        }
    },
});

/** Without a budget a drain may take all pods at once. */
export const productionBudgets = stackRule<Production>({
    name: "production-disruption-budget",
    description:
        "Production states replicas, and has a PodDisruptionBudget, for every application.",
    defaults: PRODUCTION,
    configSchema: { properties: PRODUCTION_SCHEMA },
    check: ({ resources }, report, config) => {
        const files = resources.flatMap((resource) => {
            const file = manifestFile(resource.type, resource.outputs);
            return file && isOfProduction(file, config) ? [{ resource, file }] : [];
        });
        const budgets = files.flatMap(({ file }) => file.manifests.filter(isBudget));
        for (const { resource, file } of files) {
            for (const name of scaledIn(file)) {
                if (!budgets.some((budget) => isFor(budget, name))) {
                    report(
                        resource,
                        `has no PodDisruptionBudget for ${name} beside it`,
                        "let components/manifests/settings.ts write one into " +
                            `${folderOf(file)}/objects.yaml, as it does for more than one replica`,
                    );
                }
            }
        }
        const [first] = files;
        if (first && files.every(({ file }) => scaledIn(file).length === 0)) {
            report(
                first.resource,
                "is of an overlay that states replicas of nothing, which is one pod of each",
                "state them in stacks/prod.ts, and let the stack write the overlay's settings",
            );
        }
    },
});

interface Stated {
    readonly name: string;
    readonly replicas: number;
}

/** Numbers of pods that an object states, or leaves to the default of one. */
function stated(manifest: Manifest): Stated[] {
    const { kind, name, object, isPatch } = manifest;
    if (SCALED.has(kind)) {
        const replicas = at(object, "spec", "replicas");
        // A patch may be about other fields than this.
        return isPatch && replicas === undefined ? [] : numbers(name, replicas ?? 1);
    }
    return items(object["replicas"]).flatMap((entry) =>
        numbers(text(at(entry, "name")) ?? "", at(entry, "count") ?? 1),
    );
}

/** What is not known yet counts once it is. */
function numbers(name: string, replicas: Tree): Stated[] {
    return typeof replicas === "number" ? [{ name, replicas }] : [];
}

function scaledIn(file: ManifestFile): string[] {
    return file.manifests.flatMap(stated).map(({ name }) => name);
}

function isBudget({ kind }: Manifest): boolean {
    return kind === "PodDisruptionBudget";
}

function isFor(budget: Manifest, name: string): boolean {
    const labels = at(budget.object, "spec", "selector", "matchLabels");
    return at(labels, "app.kubernetes.io/name") === name || at(labels, "app") === name;
}

function folderOf({ path }: ManifestFile): string {
    return path.slice(0, path.lastIndexOf("/"));
}
