const said: string[] = [];
let held = false;

/**
 * Keeps what programs under mocks warn of, which the SDK prints to the console where there is no
 * engine; everything else is printed as usual.
 */
export function holdWarnings(): void {
    if (held) {
        return;
    }
    held = true;
    const print = console.warn.bind(console);
    console.warn = (...words: unknown[]) => {
        const text = words.map(String).join(" ");
        if (text.startsWith("warning:")) {
            said.push(text);
        } else {
            print(...words);
        }
    };
}

/** What a program under mocks warns of. */
export async function warningsOf(run: () => Promise<unknown>): Promise<string[]> {
    holdWarnings();
    const before = said.length;
    await run();
    return said.slice(before);
}
