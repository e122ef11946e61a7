/** What a program under mocks warns of: without an engine, warnings go to the console. */
export async function warningsOf(run: () => Promise<unknown>): Promise<string[]> {
    const usual = console.warn;
    const said: string[] = [];
    console.warn = (...words: unknown[]) => {
        said.push(words.map(String).join(" "));
    };
    try {
        await run();
    } finally {
        console.warn = usual;
    }
    return said.filter((text) => text.startsWith("warning:"));
}
