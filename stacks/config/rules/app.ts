import type { AppImage } from "../../../components/manifests/model";
import { removeCommand, setCommand } from "../command";
import { effectiveImages } from "../effectiveImages";
import { excess, type Facts, found, missing, type Rule } from "../facts";
import { placeOf } from "../place";
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
                  fix: [
                      setCommand({
                          stack: facts.stack,
                          key: "appName",
                          value: name.slice(0, longest).replace(/-+$/, ""),
                      }),
                  ],
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
            return first === index || followsName(facts, images, index, field)
                ? []
                : [
                      {
                          key: `images[${index}].${field}`,
                          value: image[field],
                          reason: `is images[${first}].${field} too`,
                          allowed: "each image its own",
                          fix: [
                              setCommand({
                                  stack: facts.stack,
                                  key: `images[${index}].${field}`,
                                  value: unused(
                                      image[field],
                                      images.map((other) => other[field]),
                                      index + 1,
                                  ),
                              }),
                          ],
                      },
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
        const { stack } = facts;
        const key = `images[${index}].tag`;
        return needsTag
            ? [
                  {
                      key,
                      reason: "is missing: strategy digest follows a tag",
                      allowed: "a tag such as dev-latest",
                      fix: [
                          ...named(facts, index, image.name),
                          setCommand({ stack, key, value: "dev-latest" }),
                      ],
                  },
              ]
            : [
                  {
                      key,
                      value: image.tag,
                      reason: "has a meaning for strategy digest only",
                      allowed: "no tag, or strategy digest",
                      fix: [removeCommand(stack, key)],
                  },
              ];
    });

/** A volume that several pods mount needs a class that can do that. */
export const sharedStorage: Rule = (facts) => {
    const { storage, replicas, overlay } = facts.environment;
    if (storage === undefined) {
        return excess(
            facts,
            ["storageClassName"],
            `has no effect: ${overlay} has no volume`,
            `unset, or a volume in stacks/${facts.stack}.ts`,
        );
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
                      fix: [removeCommand(facts.stack, `projectExtraKinds[${index}]`)],
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

/** Whether it is the same only because the name is: that is said already. */
function followsName(
    facts: Facts,
    images: readonly AppImage[],
    index: number,
    field: "name" | "repository" | "context",
): boolean {
    return (
        field !== "name" &&
        facts.values.images?.[index]?.[field] === undefined &&
        images.slice(0, index).some(({ name }) => name === images[index]?.name)
    );
}

/** The value with a number behind it that no other image has. */
function unused(value: string, taken: readonly string[], from: number): string {
    // A name has 63 characters at most.
    const numbered = `${value.length < 60 || value.includes("/") ? value : value.slice(0, 60)}-${from}`;
    return taken.includes(numbered) ? unused(value, taken, from + 1) : numbered;
}

/** An image that is there by default has to be written down to have a tag. */
function named(facts: Facts, index: number, name: string): string[] {
    return facts.given.has("images")
        ? []
        : [setCommand({ stack: facts.stack, key: `images[${index}].name`, value: name })];
}

function perImageProblem(
    facts: Facts,
    key: "pin" | "constraints",
    name: string,
    value: string,
    reason: string,
    allowed: string,
): Problem {
    const place = `${key}${placeOf([name])}`;
    return { key: place, value, reason, allowed, fix: [removeCommand(facts.stack, place)] };
}
