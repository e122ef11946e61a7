/** How GitHub can merge a pull request, in the order in which it lists them. */
export const MERGE_METHODS = ["merge", "squash", "rebase"] as const;
/** One of those ways. */
export type MergeMethod = (typeof MERGE_METHODS)[number];
