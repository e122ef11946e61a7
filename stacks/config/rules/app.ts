import { setCommand } from "../command";
import { effectiveImages } from "../effectiveImages";
import { excess, type Facts, found, missing, type Rule } from "../facts";
import type { Problem } from "../problem";
import { longestAppName } from "../derivedNames";

/** The names made from the application's have to fit too. */
export const derivedNamesFit: Rule = (facts) => {
    const name = facts.values.appName;
    const longest = longestAppName(facts.stack);
    return name === undefined || name.length <= longest
        ? []
        : [
              {
                  ...found(facts, "appName"),
                  reason: `is too long: "${name}-${facts.stack}-registry" may have 63 characters`,
                  allowed: `at most ${longest} characters`,
                  fix: setCommand({
                      stack: facts.stack,
                      key: "appName",
                      value: name.slice(0, longest).replace(/-+$/, ""),
                  }),
              },
          ];
};

/** No two images have one name or one repository, or build in one folder. */
export const imagesDiffer: Rule = (facts) => {
    const images = effectiveImages(facts);
    if (images === undefined) {
        return [];
    }
    return (["name", "repository", "context"] as const).flatMap((field) =>
        images.flatMap((image, index): Problem[] => {
            const first = images.findIndex((other) => other[field] === image[field]);
            return first === index
                ? []
                : [
                      imageProblem(facts, index, field, image[field], {
                          reason: `is images[${first}].${field} too`,
                          allowed: "each image its own",
                      }),
                  ];
        }),
    );
};

/** Strategy `digest` follows a tag, the others do not. */
export const tagForDigestOnly: Rule = (facts) =>
    (effectiveImages(facts) ?? []).flatMap((image, index): Problem[] => {
        const needsTag = (image.strategy ?? facts.environment.update.strategy) === "digest";
        if (needsTag === (image.tag !== undefined)) {
            return [];
        }
        return [
            imageProblem(facts, index, "tag", image.tag, {
                reason: needsTag
                    ? "is missing: strategy digest follows a tag"
                    : "has a meaning for strategy digest only",
                allowed: needsTag ? "a tag such as dev-latest" : "no tag, or strategy digest",
            }),
        ];
    });

/** A volume that several pods mount needs a class that can do that. */
export const sharedStorage: Rule = (facts) => {
    const { storage, replicas, overlay } = facts.environment;
    if (storage === undefined) {
        return excess(facts, ["storageClassName"], `has no effect: ${overlay} has no volume`);
    }
    const isShared = storage.accessMode === "ReadWriteMany" || replicas > 1;
    return isShared && !facts.given.has("storageClassName")
        ? [
              {
                  ...missing(facts, "storageClassName"),
                  reason: `is missing: ${overlay} mounts its volume in several pods`,
                  allowed: "a StorageClass with ReadWriteMany",
              },
          ]
        : [];
};

/** No kind twice, and none of those we ship with other words. */
export const extraKindsDiffer: Rule = (facts) =>
    (facts.values.projectExtraKinds ?? []).flatMap(({ group, kind }, index, all): Problem[] => {
        const first = all.findIndex((other) => other.group === group && other.kind === kind);
        const entry = group === "" ? kind : `${group}/${kind}`;
        return first === index
            ? []
            : [
                  {
                      key: `projectExtraKinds[${index}]`,
                      value: entry,
                      reason: `is projectExtraKinds[${first}] too`,
                      allowed: "each kind once",
                      fix: `pulumi config rm --stack ${facts.stack} --path 'projectExtraKinds[${index}]'`,
                  },
              ];
    });

/** Every image's pin and constraint belong to an image, and constraints to strategy semver. */
export const updatesMatchImages: Rule = (facts) => {
    const images = effectiveImages(facts);
    if (images === undefined) {
        return [];
    }
    const names = images.map(({ name }) => name);
    const known = (key: "pin" | "constraints") =>
        Object.entries(facts.values[key] ?? {})
            .filter(([name]) => !names.includes(name))
            .map(([name, value]) =>
                perImageProblem(facts, key, name, value, "is for no image", names.join(", ")),
            );
    const useless = Object.entries(facts.values.constraints ?? {}).flatMap(([name, value]) => {
        const strategy =
            images.find((image) => image.name === name)?.strategy ??
            facts.environment.update.strategy;
        return !names.includes(name) || strategy === "semver"
            ? []
            : [
                  perImageProblem(
                      facts,
                      "constraints",
                      name,
                      value,
                      `has no effect: ${name} is updated by strategy ${strategy}`,
                      "constraints of images with strategy semver",
                  ),
              ];
    });
    return [...known("constraints"), ...useless, ...known("pin")];
};

function imageProblem(
    facts: Facts,
    index: number,
    field: "name" | "repository" | "context" | "tag",
    value: string | undefined,
    what: Pick<Problem, "reason" | "allowed">,
): Problem {
    const key = `images[${index}].${field}`;
    const example = {
        name: "worker",
        repository: "ghcr.io/acme/letsgo-app-worker",
        context: "apps/worker",
        tag: "dev-latest",
    }[field];
    return {
        key,
        ...(value === undefined ? {} : { value }),
        ...what,
        fix: setCommand({ stack: facts.stack, key, value: example }),
    };
}

function perImageProblem(
    facts: Facts,
    key: "pin" | "constraints",
    name: string,
    value: string,
    reason: string,
    allowed: string,
): Problem {
    return {
        key: `${key}.${name}`,
        value,
        reason,
        allowed,
        fix: `pulumi config rm --stack ${facts.stack} --path '${key}.${name}'`,
    };
}
