import * as fs from "node:fs";
import * as path from "node:path";

import { type Block, readBlocks } from "./blocks";

/** The guides whose commands are run, in the order in which a newcomer meets them. */
export const GUIDES = [
    "setup-guide",
    "automation-guide",
    "image-drift-explained",
    "troubleshooting",
    "quick-reference",
] as const;

/** Every other guide begins with what this one has made. */
const FIRST: GuideName = "setup-guide";

export type GuideName = (typeof GUIDES)[number];

/** A guide and its commands. */
export interface Guide {
    readonly name: GuideName;
    /** Below the project: `docs/setup-guide.md`. */
    readonly file: string;
    readonly blocks: readonly Block[];
}

function asGuideName(text: string): GuideName | undefined {
    return GUIDES.find((name) => name === text);
}

/**
 * Reads a guide.
 *
 * @param project the checkout
 * @throws GuideFault if it is not there, or says something to the runner that means nothing
 */
export function readGuide(project: string, name: GuideName): Guide {
    const file = fileOf(name);
    return {
        name,
        file,
        blocks: readBlocks(file, fs.readFileSync(path.join(project, file), "utf8")),
    };
}

/**
 * Guides to run: the setup guide, which makes what the others begin with, and those that are named.
 *
 * @param names all if there are none
 * @throws Error for a name that no guide has
 */
export function chosenGuides(project: string, names: readonly string[]): Guide[] {
    const unknown = names.filter((name) => asGuideName(name) === undefined);
    if (unknown.length > 0) {
        throw new Error(`no guide "${unknown.join('", "')}"; there are: ${GUIDES.join(", ")}`);
    }
    return GUIDES.filter(
        (name) => names.length === 0 || name === FIRST || names.includes(name),
    ).map((name) => readGuide(project, name));
}

function fileOf(name: GuideName): string {
    return `docs/${name}.md`;
}
