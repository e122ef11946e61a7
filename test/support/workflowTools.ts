import { findTool } from "../../lab/tools/findTool";

/**
 * Finds programs that `npm run lab -- tools` builds, before the tests of the suite that calls it.
 * Where one is missing the suite is skipped, which cannot be overlooked.
 *
 * @param what the suite's subject, for the message
 * @returns the program's file; there is none before the first test
 */
export function builtTools<Name extends string>(
    what: string,
    ...names: readonly Name[]
): (name: Name) => string {
    const found = new Map<Name, string>();
    before(function () {
        try {
            for (const name of names) found.set(name, findTool(name));
        } catch (error) {
            console.warn(`\n  SKIPPED: ${what}: ${(error as Error).message}\n`);
            this.skip();
        }
    });
    return (name) => {
        const file = found.get(name);
        if (file === undefined) throw new Error(`${name} is looked for before the first test`);
        return file;
    };
}
