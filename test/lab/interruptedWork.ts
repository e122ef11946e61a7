/** Work in a lab that is to be interrupted by interrupt.spec.ts. Arguments: `keep`, `stuck`. */
import { once } from "node:events";

import { untilInterrupted } from "../../lab/interrupt";

const has = (word: string): boolean => process.argv.includes(word);

untilInterrupted(
    async (signal) => {
        console.log("at work");
        const ever = setInterval(() => undefined, 60_000);
        await once(signal, "abort");
        clearInterval(ever);
        console.log("let go");
    },
    {
        keep: has("keep"),
        down: async () => {
            console.log("going down");
            if (has("stuck")) {
                await new Promise(() => setInterval(() => undefined, 60_000));
            }
            return 1.5;
        },
    },
).catch((error: unknown) => {
    console.log(`threw ${String(error)}`);
});
