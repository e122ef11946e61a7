import { setCommand } from "./command";
import { declaration, type KeyName } from "./configKeys";
import type { Setting } from "./key";
import { isContainer, placeOf, valueAt } from "./place";
import type { Problem } from "./problem";

/** The values in the sample stack files that have to be replaced. */
export const PLACEHOLDERS: readonly string[] = ["your-github-owner"];

/** The placeholders that are left in a key's value. */
export function placeholderProblems(setting: Setting, name: KeyName): Problem[] {
    const { allowed, secret } = declaration(name);
    return textsIn(valueAt(setting.values[name] ?? "", [])).flatMap(({ path, text }) =>
        PLACEHOLDERS.filter((placeholder) => text.includes(placeholder)).map((placeholder) => {
            const key = `${name}${placeOf(path)}`;
            return {
                key,
                value: placeholder,
                reason: "is the placeholder of the sample file",
                allowed,
                fix: [
                    setCommand({
                        stack: setting.stack,
                        key,
                        value: text.replaceAll(placeholder, ownerOf(setting)),
                        ...(secret === undefined ? {} : { secret }),
                    }),
                ],
                placeholder: true,
            };
        }),
    );
}

function ownerOf({ values: { githubOwner = "" } }: Setting): string {
    return githubOwner === "" || PLACEHOLDERS.includes(githubOwner)
        ? declaration("githubOwner").example.value
        : githubOwner;
}

interface PlacedText {
    readonly path: readonly PropertyKey[];
    readonly text: string;
}

function textsIn(value: unknown, path: readonly PropertyKey[] = []): PlacedText[] {
    if (typeof value === "string") {
        return [{ path, text: value }];
    }
    return isContainer(value)
        ? Object.entries(value).flatMap(([part, inner]) =>
              textsIn(inner, [...path, Array.isArray(value) ? Number(part) : part]),
          )
        : [];
}
