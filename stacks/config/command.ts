/** The commands that set and unset configuration, as a shell takes them. */

/**
 * `pulumi config set …`. The value of a secret is asked for, so that it stays out of the shell's
 * history, or read from a file: value `< ~/.kube/config`.
 */
export function setCommand(args: {
    readonly stack: string;
    readonly key: string;
    readonly value: string;
    readonly secret?: boolean;
}): string {
    const path = /[.[]/.test(args.key) ? ["--path"] : [];
    if (args.secret === true) {
        const file = args.value.startsWith("< ") ? ` ${args.value}` : "";
        const words = ["--secret", ...path, quoted(args.key)].join(" ");
        return `pulumi config set --stack ${args.stack} ${words}${file}`;
    }
    const words = [...path, args.key, ...(args.value.startsWith("-") ? ["--"] : []), args.value];
    return `pulumi config set --stack ${args.stack} ${words.map(quoted).join(" ")}`;
}

export function removeCommand(stack: string, key: string): string {
    const path = /[.[]/.test(key) ? "--path " : "";
    return `pulumi config rm --stack ${stack} ${path}${quoted(key)}`;
}

function quoted(word: string): string {
    return /^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
