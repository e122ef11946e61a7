import { GuideFault, type Place } from "./fault";

/**
 * What people, GitHub and registries do between two commands of a guide, and the lab does in their
 * place: `<!-- lab: ACTION -->`.
 *
 *   packages                      the clone gets the packages that `npm ci` would install
 *   build NAME… [TAG] [for STACK] what GitHub Actions does after a push: builds images of the
 *                                 default branch, or of a Git tag, and pushes them; with a stack,
 *                                 until its pods run them
 *   push FILE                     a developer adds a comment to that file and pushes the commit
 */
export type Action =
    | { readonly kind: "packages" }
    | {
          readonly kind: "build";
          readonly names: readonly string[];
          /** `v1.2.3` @default the default branch */
          readonly tag?: string;
          readonly stack?: StackName;
      }
    | { readonly kind: "push"; readonly file: string };

/** Overlay of each stack. */
export const OVERLAYS = { dev: "development", staging: "staging", prod: "production" } as const;

export type StackName = keyof typeof OVERLAYS;

/** @throws GuideFault if there is no such action */
export function readAction(place: Place, text: string): Action {
    const words = text.split(/\s+/);
    const [verb = "", ...rest] = words;
    if (verb === "packages" && rest.length === 0) {
        return { kind: "packages" };
    }
    const [file] = rest;
    if (verb === "push" && file !== undefined && rest.length === 1) {
        return { kind: "push", file };
    }
    const [, list = "", tag, stack] = BUILD.exec(text) ?? [];
    if (list === "") {
        throw new GuideFault(place, `the lab does not know how to "${text}"`);
    }
    return {
        kind: "build",
        names: list.trim().split(/\s+/),
        ...(tag !== undefined && { tag }),
        ...(stack !== undefined && { stack: stack as StackName }),
    };
}

const BUILD =
    /^build((?: (?!v\d|for )[a-z][a-z0-9-]*)+)(?: (v\d\S*|dev-\S+))?(?: for (dev|staging|prod))?$/;
