/**
 * `npm test`: types, lint, format and the tests that need neither root nor a network, beside each
 * other. What passes says so in a line; what fails shows everything it printed.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

const CHECKS = {
    types: ["tsc", "--noEmit"],
    lint: ["oxlint", "."],
    format: ["oxfmt", "--check", "."],
    "mocha, the program": mocha("test/lab/**"),
    "mocha, the lab's parts": mocha("test/*.spec.ts", "test/!(lab)/**"),
};

/** All tests but those; with a choice of the caller's it may be that none is left. */
function mocha(...without) {
    const choice = process.argv.slice(2);
    return [
        "mocha",
        ...without.flatMap((files) => ["--ignore", files]),
        ...(choice.length > 0 ? ["--no-fail-zero", ...choice] : []),
    ];
}

/**
 * tsc makes and drops types and syntax trees in great numbers: with room for them a tenth less time
 * goes to collecting them. mocha starts another node, which this does not reach.
 */
const NODE_FLAGS = ["--max-semi-space-size=64"];

const isMocha = (name) => name.startsWith("mocha");

function run(name, [command, ...args]) {
    const began = performance.now();
    return new Promise((resolve) => {
        const program = `${root}/node_modules/.bin/${command}`;
        const child = spawn(process.execPath, [...NODE_FLAGS, program, ...args], {
            cwd: root,
            env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? "1" : "0" },
        });
        let output = "";
        for (const stream of [child.stdout, child.stderr]) {
            stream.on("data", (chunk) => (output += chunk));
        }
        child.on("close", (code) => {
            const seconds = ((performance.now() - began) / 1000).toFixed(1);
            const failed = code !== 0;
            console.log(`${failed ? "FAILED" : "passed"}: ${name} (${seconds} s)`);
            if (failed || isMocha(name)) {
                console.log(output.trimEnd());
            }
            resolve({ name, failed, output });
        });
    });
}

const began = performance.now();
const results = await Promise.all(Object.entries(CHECKS).map(([name, check]) => run(name, check)));
const tests = results.filter(({ name }) => isMocha(name));
const counted = ({ output }, word) =>
    Number(new RegExp(`^ +(\\d+) ${word}`, "m").exec(output)?.[1] ?? 0);
const count = (word) => tests.reduce((sum, result) => sum + counted(result, word), 0);
const checks = results.filter(({ name }) => !isMocha(name));
const passed = count("passing") + checks.filter(({ failed }) => !failed).length;
const broken = count("failing") + checks.filter(({ failed }) => failed).length;
console.log(`all of it: ${((performance.now() - began) / 1000).toFixed(1)} s`);
console.log(`npm test: ${passed} passed, ${broken} failed, ${count("pending")} skipped`);
// A choice that neither half has a test for is a slip.
const isNothing = count("passing") + count("failing") === 0;
if (isNothing) {
    console.log("No test was run.");
}
process.exitCode = isNothing || results.some(({ failed }) => failed) ? 1 : 0;
