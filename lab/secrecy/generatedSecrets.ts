import { z } from "zod";

/** A secret that the stack has made up. */
export interface GeneratedSecret {
    /** Name of the resource in the program: `read-key-1`. */
    readonly resource: string;
    /** `privateKeyOpenssh`, `result` */
    readonly property: string;
    readonly value: string;
}

/** What the engine marks a secret value with in an export. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

const secret = z.object({ [SIGNATURE]: z.string(), plaintext: z.string() });
const state = z.object({
    resources: z
        .array(
            z.object({
                urn: z.string(),
                type: z.string(),
                outputs: z.record(z.string(), z.unknown()).optional(),
            }),
        )
        .optional(),
});

/** Types of resources that make up secrets. */
const GENERATORS: ReadonlySet<string> = new Set([
    "random:index/randomPassword:RandomPassword",
    "tls:index/privateKey:PrivateKey",
]);

/**
 * Everything secret that the stack's generators of keys and passwords have made up.
 *
 * @param exported the state with its secrets readable
 */
export function generatedSecrets(exported: string): GeneratedSecret[] {
    const { resources = [] } = state.parse(JSON.parse(exported));
    return resources
        .filter(({ type }) => GENERATORS.has(type))
        .flatMap(({ urn, outputs = {} }) =>
            Object.entries(outputs).flatMap(([property, output]) => {
                const value = plainText(output);
                return value ? [{ resource: urn.split("::").at(-1) ?? urn, property, value }] : [];
            }),
        );
}

function plainText(output: unknown): string | undefined {
    const marked = secret.safeParse(output);
    return marked.success
        ? z.string().safeParse(JSON.parse(marked.data.plaintext)).data
        : undefined;
}
