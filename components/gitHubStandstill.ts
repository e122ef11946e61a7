import * as pulumi from "@pulumi/pulumi";

import { Standstill } from "./standstill";

/**
 * Longer than GitHub's usual limits last, a minute, and than all attempts at one request. The
 * provider gives up after twenty minutes, and on a deploy key never; no option of it changes that.
 */
const LIMIT_MINUTES = 3;

/** So many are named. */
const NAMED = 3;

/**
 * Makes a warning tell when GitHub answers nothing: to be inherited by what is made on GitHub. What
 * is deleted is not seen by a program.
 */
export function warnOfStandstill(): pulumi.ResourceTransformation {
    return followed(
        new Standstill({
            limitSeconds: LIMIT_MINUTES * 60,
            tell: (waiting) => {
                void pulumi.log.warn(standstillWarning(waiting));
            },
        }),
    );
}

/** What is said of a standstill. */
export function standstillWarning(waiting: readonly string[]): string {
    const named = waiting.slice(0, NAMED).join(", ");
    const others = waiting.length - NAMED;
    return (
        `GitHub has answered nothing for ${LIMIT_MINUTES} minutes. Waiting for: ${named}` +
        (others > 0 ? ` and ${others} more` : "") +
        (waiting.length > 1 ? "; they are asked for one by one, so one holds up the rest" : "") +
        `. GitHub may have asked to wait: gh api rate_limit shows whether the token's requests of ` +
        `this hour are used up. If they are not, an answer was lost. Press Ctrl-C, twice if the ` +
        `run does not end, and go on: pulumi cancel; pulumi up --refresh.`
    );
}

/** Follows each GitHub resource, from when all that it waits for is there to GitHub's answer. */
export function followed(standstill: Standstill): pulumi.ResourceTransformation {
    return ({ resource, type, name, props, opts }) => {
        if (type.startsWith("github:")) {
            // The outputs are there once the constructor has ended that calls this.
            queueMicrotask(() => {
                whenReady(props, opts).apply(() => {
                    const answered = standstill.asked(`${type.split(":").at(-1) ?? ""} ${name}`);
                    resource.urn.apply(answered);
                });
            });
        }
        return undefined;
    };
}

/** Inputs, the parent, with whatever that waits for, and what was said to come first. */
function whenReady(props: pulumi.Inputs, opts: pulumi.ResourceOptions): pulumi.Output<unknown> {
    const before = pulumi
        .output(opts.dependsOn ?? [])
        .apply((first) => pulumi.all([first].flat().map(({ urn }) => urn)));
    return pulumi.all([pulumi.output(props), before, opts.parent?.urn]);
}
