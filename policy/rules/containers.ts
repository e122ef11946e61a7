import { at, visit } from "../inputs/look";
import { type Manifest, manifestFile } from "../inputs/manifests";
import type { Branch, Tree } from "../inputs/tree";
import { HELM_RELEASE } from "../inputs/types";
import { type Container, containersOf, workloadResource } from "../inputs/workloads";
import { type Report, resourceRule } from "./resourceRule";
import { stackRule } from "./stackRule";

const NON_ROOT = "set securityContext.runAsNonRoot to true for the pod, and no runAsUser of 0";

/** A process that is root in a container is one mistake of the kernel away from the node. */
export const nonRootContainers = resourceRule({
    name: "containers-non-root",
    description: "Containers do not run as root.",
    defaults: {},
    check: ({ type, inputs }, report) => {
        if (type === HELM_RELEASE) {
            checkValues(inputs["values"] ?? null, report);
        }
        const workload = workloadResource(type, inputs);
        const manifests = manifestFile(type, inputs)?.manifests ?? (workload ? [workload] : []);
        for (const manifest of manifests) {
            for (const container of containersOf(manifest)) {
                checkUser(manifest, container, report);
            }
        }
    },
});

function checkUser(manifest: Manifest, { name, container, pod }: Container, report: Report): void {
    const place = `container ${name} of ${manifest.name}`;
    const [nonRoot, user, privileged] = ["runAsNonRoot", "runAsUser", "privileged"].map(
        (field) => at(container, "securityContext", field) ?? at(pod, "securityContext", field),
    );
    if (user === 0) {
        report(`runs ${place} as user 0`, NON_ROOT);
    } else if (nonRoot === false || (nonRoot === undefined && !manifest.isPatch)) {
        report(`lets ${place} run as root`, NON_ROOT);
    }
    if (privileged === true) {
        report(`runs ${place} privileged`, "take securityContext.privileged away");
    }
}

/** A chart's own defaults are not known here; what the values change about them is. */
function checkValues(values: Tree, report: Report): void {
    visit(values, (value, path) => {
        const key = path.at(-1);
        const isRoot =
            (key === "runAsNonRoot" && value === false) ||
            (key === "runAsUser" && value === 0) ||
            (key === "privileged" && value === true);
        if (isRoot) {
            report(
                `has ${path.join(".")}: ${String(value)} in its values`,
                "take it out: the chart runs without",
            );
        }
    });
}

/** Resources that every container states; CPU has no limit, which would only slow it down. */
const NEEDED = [
    ["requests", "cpu"],
    ["requests", "memory"],
    ["limits", "memory"],
] as const;

/**
 * Base leaves resources to the overlays' settings, so one stack's files count together. Where base
 * is another stack's, the patches alone have to be complete.
 */
export const containerResources = stackRule({
    name: "containers-have-resources",
    description: "Containers request CPU and memory, and have a limit of memory.",
    defaults: {},
    check: ({ resources }, report) => {
        const all = resources.flatMap((resource) => {
            const workload = workloadResource(resource.type, resource.outputs);
            const file = manifestFile(resource.type, resource.outputs);
            const manifests = file?.manifests ?? (workload ? [workload] : []);
            return manifests.flatMap((manifest) =>
                containersOf(manifest).map(({ name, container }) => ({
                    resource,
                    manifest,
                    name,
                    container,
                })),
            );
        });
        const patches = all.filter(({ manifest }) => manifest.isPatch);
        for (const { resource, manifest, name, container } of all) {
            const own = patches.filter(
                (patch) => patch.manifest.name === manifest.name && patch.name === name,
            );
            const layers = manifest.isPatch ? [container] : [container, ...own.map(containerIn)];
            // A patch of a container that whole manifests describe may be about something else.
            const isPart =
                manifest.isPatch && container["resources"] === undefined && hasWhole(name);
            const missing = NEEDED.filter((field) => !layers.some((layer) => has(layer, field)));
            if (missing.length > 0 && !isPart) {
                const fields = missing.map((field) => `resources.${field.join(".")}`).join(", ");
                report(
                    resource,
                    `states no ${fields} for container ${name} of ${manifest.name}`,
                    "state them in `resources` of the environment (stacks/*.ts), or in base",
                );
            }
        }
        function hasWhole(name: string): boolean {
            return all.some((other) => !other.manifest.isPatch && other.name === name);
        }
    },
});

function containerIn({ container }: { readonly container: Branch }): Branch {
    return container;
}

function has(container: Branch, field: readonly string[]): boolean {
    return at(container, "resources", ...field) !== undefined;
}
