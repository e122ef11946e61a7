import { type Branch, type Tree, UNKNOWN } from "./tree";

/** What is at a path of a tree; `undefined` where there is nothing. */
export function at(tree: Tree | undefined, ...path: readonly string[]): Tree | undefined {
    return path.reduce<Tree | undefined>(
        (found, key) => (isBranch(found) ? found[key] : found === UNKNOWN ? UNKNOWN : undefined),
        tree,
    );
}

export function isBranch(tree: Tree | undefined): tree is Branch {
    return typeof tree === "object" && tree !== null && !Array.isArray(tree);
}

/** The items of a list; none if it is no list. */
export function items(tree: Tree | undefined): readonly Tree[] {
    return Array.isArray(tree) ? (tree as readonly Tree[]) : [];
}

/** A text; `undefined` if it is anything else, or unknown. */
export function text(tree: Tree | undefined): string | undefined {
    return typeof tree === "string" ? tree : undefined;
}

/** Calls back for every value of a tree, with its path. */
export function visit(
    tree: Tree,
    visitor: (value: Tree, path: readonly string[]) => void,
    path: readonly string[] = [],
): void {
    visitor(tree, path);
    if (typeof tree === "object" && tree !== null) {
        for (const [key, value] of Object.entries<Tree>(tree)) {
            visit(value, visitor, [...path, key]);
        }
    }
}
