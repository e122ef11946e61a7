/** What a command may ask its user for, and what that is: `<!-- stdin: NAME -->`. */
export const INPUTS = {
    githubToken: "a classic token of GitHub with the scopes that the setup guide names",
    registryUsername: "a user who may pull the images",
    registryPassword: "that user's password",
    passphrase: "a passphrase for the stack's secrets",
} as const;

export type InputName = keyof typeof INPUTS;

/** What is typed in one lab. */
export type Inputs = Readonly<Record<InputName, string>>;

export function asInput(name: string): InputName | undefined {
    return Object.hasOwn(INPUTS, name) ? (name as InputName) : undefined;
}
