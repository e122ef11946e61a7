import { isUntagged } from "../inputs/image";
import { at, items, text } from "../inputs/look";
import { type Manifest, manifestFile } from "../inputs/manifests";
import {
    isOfProduction,
    PRODUCTION,
    PRODUCTION_SCHEMA,
    type Production,
} from "../inputs/production";
import { containersOf, workloadResource } from "../inputs/workloads";
import { type StackResource, type StackReport, stackRule } from "./stackRule";

/**
 * An image without a tag is `latest`. In base none is expected: the overlay's `images` give it one,
 * which they also do for the objects of the overlay itself, from a file of its own.
 */
export const productionUntagged = stackRule<Production>({
    name: "production-untagged",
    description: "Every image that production runs has a tag or a digest.",
    defaults: PRODUCTION,
    configSchema: { properties: PRODUCTION_SCHEMA },
    check: ({ name, resources }, report, config) => {
        const files = resources.flatMap((resource) => {
            const file = manifestFile(resource.type, resource.outputs);
            return file && isOfProduction(file, config) ? [{ resource, file }] : [];
        });
        const given = new Set(files.flatMap(({ file }) => file.manifests.flatMap(imagesGiven)));
        for (const { resource, file } of files) {
            file.manifests.forEach((manifest) => {
                checkImages(resource, manifest, given, report);
            });
        }
        if (config.stacks.includes(name)) {
            for (const resource of resources) {
                const workload = workloadResource(resource.type, resource.outputs);
                if (workload) {
                    // Kustomize does not reach what Pulumi makes.
                    checkImages(resource, workload, new Set(), report);
                }
            }
        }
    },
});

function checkImages(
    resource: StackResource,
    manifest: Manifest,
    given: ReadonlySet<string>,
    report: StackReport,
): void {
    for (const { name, container } of containersOf(manifest)) {
        const image = text(container["image"]);
        if (image !== undefined && isUntagged(image) && !given.has(image)) {
            report(
                resource,
                `runs ${image} without a tag, which is latest, in container ${name} of ${manifest.name}`,
                "name a version, as in v1.2.3, or a digest",
            );
        }
    }
}

/** Images to which a kustomization gives a tag or a digest. */
function imagesGiven({ object }: Manifest): string[] {
    return items(object["images"])
        .filter((image) => [at(image, "newTag"), at(image, "digest")].some((each) => each))
        .map((image) => text(at(image, "name")))
        .filter((name) => name !== undefined);
}
