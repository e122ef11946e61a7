import semver from "semver";
import { z } from "zod";

// The updater reads constraints with Masterminds/semver, we check them with npm's semver. What both
// understand has the same meaning in both, so only that is let through.
const VERSION = "v?(\\d+|[xX*])(\\.(\\d+|[xX*])){0,2}(-[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?";
const PART = `(=|>|<|>=|<=|~|~>|\\^)? ?${VERSION}`;
const RANGE = new RegExp(`^${PART}(,? ${PART})*$`);

/**
 * A semver constraint of the image updater.
 *
 * @see https://github.com/Masterminds/semver#checking-version-constraints
 */
export const constraint: z.ZodType<string, string> = z.string().superRefine((text, context) => {
    const reason = constraintFault(text);
    if (reason !== undefined) {
        context.addIssue({ code: "custom", message: reason });
    }
});

/** What is wrong with a constraint; nothing if it is undefined. */
export function constraintFault(text: string): string | undefined {
    const alternatives = text.split("||").map((alternative) => alternative.trim());
    if (!alternatives.every((alternative) => RANGE.test(alternative))) {
        return "is not a semver constraint";
    }
    const range = semver.validRange(text.replaceAll(",", " "));
    if (range === null) {
        return "is not a semver constraint";
    }
    return semver.minVersion(range) === null ? "allows no version at all" : undefined;
}
