/** Where the two things come from that package registries do not carry. */
export type Parts = "lab" | "real";

/** The value of option `--parts`; nothing if it is not one of the two. */
export function asParts(text: string): Parts | undefined {
    return text === "lab" || text === "real" ? text : undefined;
}

/** What is wrong with another value of the option. */
export function partsFault(text: string): string {
    return `--parts is "${text}"; allowed are lab and real`;
}

/** Which parts a run used, for its last line. */
export function partsLine(parts: Parts): string {
    return parts === "lab"
        ? "Parts (--parts lab): stand-ins of the lab for GitHub, for the providers kubernetes, " +
              "random and tls, and for the charts; everything else is real."
        : "Parts (--parts real): a stand-in of the lab for GitHub; everything else is real, " +
              "the published providers and charts included.";
}
