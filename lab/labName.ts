/**
 * Name of this lab on its machine: of its network namespace, its control group, its lock and its
 * folder in /run. Several labs can run side by side if each is given a name of its own with
 * `$IMAGE_DRIFT_LAB` (lower case letters and digits, at most 12): CI jobs that share a machine.
 *
 * @throws Error if the variable has anything else
 */
export function labName(env: NodeJS.ProcessEnv = process.env): string {
    const given = env.IMAGE_DRIFT_LAB ?? "";
    if (given === "") {
        return DEFAULT_LAB;
    }
    if (!/^[a-z0-9]{1,12}$/.test(given)) {
        throw new Error(
            `IMAGE_DRIFT_LAB is "${given}"; allowed: 1 to 12 lower case letters and digits`,
        );
    }
    return `${DEFAULT_LAB}-${given}`;
}

/** The lab that nobody gave a name. */
export const DEFAULT_LAB = "image-drift-lab";
