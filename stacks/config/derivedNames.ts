/** The longest suffix of a name made from the application's and the stack's. */
const LONGEST_SUFFIX = "-registry";

/** How long an application's name may be so that all names made from it are DNS labels. */
export function longestAppName(stack: string): number {
    return 63 - `-${stack}${LONGEST_SUFFIX}`.length;
}
