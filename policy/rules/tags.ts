import { RE2JS } from "re2js";

import { tagOf } from "../inputs/image";
import { at, items, text, visit } from "../inputs/look";
import { type Manifest, manifestFile } from "../inputs/manifests";
import {
    isOfProduction,
    PRODUCTION,
    PRODUCTION_SCHEMA,
    type Production,
} from "../inputs/production";
import type { Branch, Tree } from "../inputs/tree";
import { HELM_RELEASE, IMAGE_UPDATER } from "../inputs/types";
import { containersOf, workloadResource } from "../inputs/workloads";
import { type Report, resourceRule } from "./resourceRule";

/** Tags that production may never run, as the updater could find them in a registry. */
const SAMPLES = ["latest", "dev-latest", "dev-20260131120000-0123abc", "dev-main"];

const VERSION = "name a version, as in v1.2.3";

/** What `latest` and `dev-…` are changes without a commit, and was never meant to be released. */
export const productionTags = resourceRule<Production>({
    name: "production-tags",
    description: "Production runs released versions: no latest, no dev-*.",
    defaults: PRODUCTION,
    configSchema: { properties: PRODUCTION_SCHEMA },
    check: ({ type, stack, inputs }, report, config) => {
        const file = manifestFile(type, inputs);
        if (file) {
            // What base names, production gets unless its overlay says otherwise.
            const isBase = file.overlay === undefined;
            if (isBase || isOfProduction(file, config)) {
                file.manifests.forEach((manifest) => {
                    checkImages(manifest, report);
                    checkNewTags(manifest.object, !isBase, report);
                });
            }
        } else if (config.stacks.includes(stack)) {
            checkResource(type, inputs, report);
        }
    },
});

function checkResource(type: string, inputs: Branch, report: Report): void {
    const workload = workloadResource(type, inputs);
    if (workload) {
        checkImages(workload, report);
    } else if (type === HELM_RELEASE) {
        checkValues(inputs["values"] ?? null, report);
    } else if (type === IMAGE_UPDATER) {
        for (const reference of items(at(inputs, "spec", "applicationRefs"))) {
            items(at(reference, "images")).forEach((image) => {
                checkUpdates(image, report);
            });
        }
    }
}

function checkImages(manifest: Manifest, report: Report): void {
    for (const { name, container } of containersOf(manifest)) {
        const image = text(container["image"]);
        const tag = image === undefined ? undefined : tagOf(image);
        if (image !== undefined && tag !== undefined && isForbidden(tag)) {
            report(`runs ${image} in container ${name} of ${manifest.name}`, VERSION);
        }
    }
}

/** @param isOverlay whether nothing else gives the image a tag */
function checkNewTags(kustomization: Branch, isOverlay: boolean, report: Report): void {
    for (const image of items(kustomization["images"])) {
        const name = text(at(image, "name")) ?? "";
        const tag = at(image, "newTag");
        if (typeof tag === "string" && isForbidden(tag)) {
            report(`gives ${name} the tag ${tag}`, VERSION);
        } else if (isOverlay && tag === undefined && at(image, "digest") === undefined) {
            report(`gives ${name} no tag, which is latest`, VERSION);
        }
    }
}

function checkValues(values: Tree, report: Report): void {
    visit(values, (value, path) => {
        const key = path.at(-1) ?? "";
        const isTag = /^(image)?tag$/i.test(key);
        const tag = isTag ? text(value) : key === "image" ? tagOf(text(value) ?? "") : undefined;
        if (tag !== undefined && isForbidden(tag)) {
            report(`has the tag ${tag} in its values at ${path.join(".")}`, VERSION);
        }
    });
}

function checkUpdates(image: Tree, report: Report): void {
    const settings = at(image, "commonUpdateSettings");
    const strategy = text(at(settings, "updateStrategy")) ?? "semver";
    const allowTags = text(at(settings, "allowTags"));
    const imageName = text(at(image, "imageName")) ?? "";
    // The updater's semver reads nothing as a version that is none.
    const admitted = SAMPLES.find((tag) =>
        strategy === "semver" ? false : admits(allowTags, tag),
    );
    const followed = strategy === "digest" ? tagOf(imageName) : undefined;
    if (followed !== undefined && isForbidden(followed)) {
        report(`follows the tag ${followed} of ${imageName}`, "use the strategy semver");
    } else if (followed === undefined && admitted !== undefined) {
        report(
            `lets ${imageName} be updated to ${admitted} (strategy ${strategy}, allowTags ${allowTags ?? "not set"})`,
            "use the strategy semver, or an allowTags that only versions match",
        );
    }
}

/** As the updater asks: an expression matches anywhere unless it is anchored. */
function admits(allowTags: string | undefined, tag: string): boolean {
    const prefix = "regexp:";
    if (allowTags === undefined || !allowTags.startsWith(prefix)) {
        return true;
    }
    try {
        return RE2JS.compile(allowTags.slice(prefix.length)).matcher(tag).find();
    } catch {
        // The updater admits nothing then, and says so.
        return false;
    }
}

function isForbidden(tag: string): boolean {
    return tag === "latest" || /^dev(-|$)/.test(tag);
}
