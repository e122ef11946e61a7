/** One way in which a secret, or a part of it that tells enough, may stand in a text. */
export interface Form {
    /** `raw`, `base64 at 1`, `line 3 in JSON` */
    readonly name: string;
    readonly bytes: Buffer;
}

/** Shorter ones would be found by chance. */
const SHORTEST = 8;

/** Lines of keys below this say too little to be worth finding; most are 64 or 70 long. */
const SHORTEST_LINE = 16;

/** How each unencrypted private key in OpenSSH's format begins, whatever follows. */
const OPENSSH_BEGINNING = "b3BlbnNzaC1rZXktdjE";

/**
 * The forms that a secret is searched in: as it is, in base64 with each of the three alignments
 * that what stands before it may give it, in JSON, in JSON within JSON, and in a URL. Of a secret of
 * several lines, a private key in PEM, each line that holds a part of it.
 *
 * @throws Error if it is too short to be told from other text
 */
export function formsOf(secret: string): Form[] {
    if (secret.length < SHORTEST) {
        throw new Error(`a secret of ${secret.length} characters cannot be searched for`);
    }
    const lines = secret.split(/\r?\n/).filter(tellsEnough);
    const isOneLine = !/[\r\n]/.test(secret);
    const forms = isOneLine
        ? formsOfText(secret)
        : lines.flatMap((line, index) =>
              formsOfText(line).map(({ name, bytes }) => ({
                  name: `line ${index + 1} ${name}`,
                  bytes,
              })),
          );
    if (forms.length === 0) {
        throw new Error("no line of the secret is long enough to be searched for");
    }
    return distinct(forms);
}

function tellsEnough(line: string): boolean {
    return (
        line.length >= SHORTEST_LINE &&
        !line.startsWith("-----") &&
        !line.startsWith(OPENSSH_BEGINNING)
    );
}

function formsOfText(text: string): Form[] {
    const inJson = JSON.stringify(text).slice(1, -1);
    const inUrl = encodeURIComponent(text);
    const named: [string, string][] = [
        ["raw", text],
        ["in JSON", inJson],
        // As Go writes it, which keeps clear of HTML.
        ["in JSON", withoutHtml(inJson)],
        ["in JSON in JSON", JSON.stringify(inJson).slice(1, -1)],
        ["in JSON in JSON", withoutHtml(JSON.stringify(withoutHtml(inJson)).slice(1, -1))],
        ["in a URL", inUrl],
        ["in a URL", inUrl.replaceAll(/[!'()*]/g, percent)],
        ["in a form", inUrl.replaceAll(/[!'()~]/g, percent).replaceAll("%20", "+")],
        ...encoded("base64", [text, inJson, withoutHtml(inJson)]),
        // Docker's configuration in a Secret: user and password in base64, and all of it once more.
        ...encoded(
            "base64 in base64",
            ALIGNMENTS.map((before) => withinBase64(text, before)),
        ),
    ];
    return named.map(([name, form]) => ({ name, bytes: Buffer.from(form) }));
}

const ALIGNMENTS = [0, 1, 2];

/** Texts in base64 at each alignment, in the alphabet for URLs too. */
function encoded(what: string, texts: readonly string[]): [string, string][] {
    return texts.flatMap((text) =>
        ALIGNMENTS.flatMap((before): [string, string][] => {
            const inside = withinBase64(text, before);
            const forUrls = inside.replaceAll("+", "-").replaceAll("/", "_");
            return [inside, forUrls].map((form) => [`in ${what} at ${before}`, form]);
        }),
    );
}

function withoutHtml(json: string): string {
    return json.replaceAll(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}

function percent(character: string): string {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/**
 * The characters of base64 that depend on this text alone, with so many bytes before it.
 *
 * @param before 0, 1 or 2: more make no difference
 */
function withinBase64(text: string, before: number): string {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor((bytes.length * 8) / 6);
    return bytes.toString("base64").slice(first, last);
}

function distinct(forms: readonly Form[]): Form[] {
    const seen = new Set<string>();
    return forms.filter(({ bytes }) => {
        const text = bytes.toString("latin1");
        return !seen.has(text) && seen.add(text);
    });
}
