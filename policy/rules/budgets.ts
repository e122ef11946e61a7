import { at, isBranch } from "../inputs/look";
import { type Manifest, type ManifestFile, manifestFile } from "../inputs/manifests";
import {
    isOfProduction,
    PRODUCTION,
    PRODUCTION_SCHEMA,
    type Production,
} from "../inputs/production";
import { type Replicas, replicasIn } from "../inputs/replicas";
import type { Tree } from "../inputs/tree";
import { DISRUPTION_BUDGET } from "../inputs/types";
import { SCALED, workloadResource } from "../inputs/workloads";
import { type StackReport, type StackResource, stackRule } from "./stackRule";

interface OverlayFile {
    readonly resource: StackResource;
    readonly file: ManifestFile;
}

/** Without a budget a drain may take all pods at once. */
export const productionBudgets = stackRule<Production>({
    name: "production-disruption-budget",
    description:
        "Production states replicas, and has a PodDisruptionBudget, for every application.",
    defaults: PRODUCTION,
    configSchema: { properties: PRODUCTION_SCHEMA },
    check: ({ name, resources }, report, config) => {
        const files = resources.flatMap((resource): OverlayFile[] => {
            const file = manifestFile(resource.type, resource.outputs);
            return file && isOfProduction(file, config) ? [{ resource, file }] : [];
        });
        checkOverlay(files, report);
        if (config.stacks.includes(name)) {
            checkResources(resources, report);
        }
    },
});

function checkOverlay(files: readonly OverlayFile[], report: StackReport): void {
    const budgets = files.flatMap(({ file }) => file.manifests.filter(isBudget));
    for (const { resource, file } of files) {
        for (const scaled of scaledIn(file)) {
            const own = budgets.filter((budget) => isFor(budget, scaled.name));
            if (!own.some(({ object }) => keepsPods(object, scaled))) {
                report(
                    resource,
                    own.length === 0
                        ? `has no PodDisruptionBudget for ${scaled.name} beside it`
                        : `has a PodDisruptionBudget for ${scaled.name} beside it that lets all its pods go`,
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
}

/** What Pulumi makes by itself has its budget among the stack's resources. */
function checkResources(resources: readonly StackResource[], report: StackReport): void {
    const budgets = resources.filter(({ type }) => type === DISRUPTION_BUDGET);
    for (const resource of resources) {
        const workload = workloadResource(resource.type, resource.outputs);
        const [scaled] = workload && SCALED.has(workload.kind) ? replicasIn(workload) : [];
        if (
            scaled &&
            !budgets.some(
                ({ outputs }) => selects(outputs, resource.outputs) && keepsPods(outputs, scaled),
            )
        ) {
            report(
                resource,
                "has no PodDisruptionBudget that selects its pods and keeps one of them",
                "add one beside it, with the labels of its pods and `maxUnavailable: 1`",
            );
        }
    }
}

function scaledIn(file: ManifestFile): Replicas[] {
    return file.manifests.flatMap(replicasIn);
}

function isBudget({ kind }: Manifest): boolean {
    return kind === "PodDisruptionBudget";
}

function isFor(budget: Manifest, name: string): boolean {
    const labels = at(budget.object, "spec", "selector", "matchLabels");
    return at(labels, "app.kubernetes.io/name") === name || at(labels, "app") === name;
}

function selects(budget: Tree, workload: Tree): boolean {
    const wanted = at(budget, "spec", "selector", "matchLabels");
    const labels = at(workload, "spec", "template", "metadata", "labels");
    return (
        at(budget, "metadata", "namespace") === at(workload, "metadata", "namespace") &&
        isBranch(wanted) &&
        Object.entries(wanted).every(([label, value]) => at(labels, label) === value)
    );
}

/** Whether a drain has to leave a pod: `minAvailable: 0` and `maxUnavailable: 100%` are no budget. */
function keepsPods(budget: Tree, { replicas }: Replicas): boolean {
    const least = podsOf(at(budget, "spec", "minAvailable"), replicas);
    const most = podsOf(at(budget, "spec", "maxUnavailable"), replicas);
    return (least !== undefined && least > 0) || (most !== undefined && most < replicas);
}

/** A number of pods, or a share of them, which Kubernetes rounds up. */
function podsOf(value: Tree | undefined, replicas: number): number | undefined {
    const [, percent] = typeof value === "string" ? (/^(\d+)%$/.exec(value) ?? []) : [];
    return percent === undefined
        ? typeof value === "number"
            ? value
            : undefined
        : Math.ceil((Number(percent) * replicas) / 100);
}

function folderOf({ path }: ManifestFile): string {
    return path.slice(0, path.lastIndexOf("/"));
}
