import assert from "node:assert/strict";

import type { CheckOptions, Given } from "./configSource";
import { fixableProblems } from "./fixes";

/** What contradicts what, and which problems that makes: key and the beginning of the reason. */
export type Contradiction = readonly [
    what: string,
    given: Given,
    problems: Readonly<Record<string, string>>,
    options?: CheckOptions,
];

export const GITHUB_ENTERPRISE: Given = {
    githubBaseUrl: "https://git.example.com/",
    knownHosts: ["git.example.com ssh-ed25519 AAAA"],
};

/**
 * A test for each: the configuration has these problems, in this order, and no others,
 * and each is put right by its commands.
 */
export function refuse(contradictions: readonly Contradiction[]): void {
    for (const [what, given, expected, options] of contradictions) {
        it(`refuses ${what}`, () => {
            const problems = fixableProblems(given, options);
            assert.deepEqual(
                problems.map(({ key }) => key),
                Object.keys(expected),
            );
            for (const { key, reason } of problems) {
                assert.ok(reason.startsWith(expected[key] ?? "?"), reason);
            }
        });
    }
}
