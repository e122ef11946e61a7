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

/** What is a stand-in whatever the option says. */
const ALWAYS = "GitHub, workflow runner, image builder, Ingress controller";

/** Which parts a run used, for its end: the stand-ins of the table in lab/README.md. */
export function partsLine(parts: Parts): string {
    return parts === "lab"
        ? `Parts (--parts lab): stand-ins of the lab for ${ALWAYS}, the providers kubernetes, ` +
              "random and tls, and the charts; the GitHub provider is 6.6.0; everything else is real."
        : `Parts (--parts real): stand-ins of the lab for ${ALWAYS}; everything else is real, ` +
              "the published providers and charts included.";
}
