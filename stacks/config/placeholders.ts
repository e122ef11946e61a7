import { setCommand } from "./command";
import { declaration, type KeyName } from "./configKeys";
import type { Problem } from "./problem";

/** The values in the sample stack files that have to be replaced. */
export const PLACEHOLDERS: readonly string[] = ["your-github-owner"];

/** The placeholders that are left in a key's value. */
export function placeholderProblems(stack: string, name: KeyName, text: string): Problem[] {
    const { allowed, example } = declaration(name);
    return PLACEHOLDERS.filter((placeholder) => text.includes(placeholder)).map((placeholder) => ({
        key: name,
        value: placeholder,
        reason: "is the placeholder of the sample file",
        allowed,
        fix: setCommand({ stack, key: `${name}${example.path ?? ""}`, value: example.value }),
        placeholder: true,
    }));
}
