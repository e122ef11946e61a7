/**
 * A variable of the environment that a step cannot do without.
 *
 * @throws Error that names it, if it is not set or empty
 */
export function needed(name: string, env: NodeJS.ProcessEnv = process.env): string {
    const value = env[name] ?? "";
    if (value === "") {
        throw new Error(`${name} is not set.`);
    }
    return value;
}
