/**
 * `npm run bench`: what the stack and the lab cost on this machine. It reports and asserts nothing;
 * results go to bench/results/.
 */
import { inside, labDown, labUp } from "../lab";

async function main(): Promise<number> {
    const { start } = await labUp({ parts: "lab" });
    try {
        const { code } = await inside(
            process.execPath,
            ["--import", "tsx", `${__dirname}/inside.ts`, "--lab-start", start.toFixed(2)],
            { terminal: true, accept: [0, 1] },
        );
        return code;
    } finally {
        await labDown();
    }
}

main()
    .then((code) => {
        process.exitCode = code;
    })
    .catch((error: unknown) => {
        console.error(error instanceof Error ? error.message : String(error));
        process.exitCode = 1;
    });
