/** What each way to sign in to Git takes from configuration, and how to change over to one. */
import type { GitAuth } from "../stackConfig";
import { removeCommand, setCommand } from "./command";
import type { Setting } from "./key";

const APP_KEYS = ["githubAppId", "githubAppInstallationId", "githubAppPrivateKey"] as const;

/** The keys of each way. */
export const credentials = {
    deployKey: [],
    token: ["gitToken"],
    githubApp: APP_KEYS,
} as const satisfies Readonly<Record<GitAuth, readonly string[]>>;

export type CredentialKey = (typeof credentials)[GitAuth][number];

export const everyAuth = Object.keys(credentials) as readonly GitAuth[];

/** The commands that choose a way, hand over its token and leave nothing of the others. */
export function signInWith(
    auth: Exclude<GitAuth, "githubApp">,
    stack: string,
    isGiven: (name: CredentialKey) => boolean,
): string[] {
    const lacksToken = auth === "token" && !isGiven("gitToken");
    return [
        setCommand({ stack, key: "gitAuth", value: auth }),
        ...(lacksToken ? [setCommand({ stack, key: "gitToken", value: "", secret: true })] : []),
        ...withoutOthers(auth, stack, isGiven),
    ];
}

/** The same where no way is chosen validly: the one whose credentials are there. */
export function signInFix({ stack, values }: Setting): string[] {
    const isGiven = (name: string) => (values[name] ?? "") !== "";
    if (APP_KEYS.every(isGiven)) {
        const choice = setCommand({ stack, key: "gitAuth", value: "githubApp" });
        return [choice, ...withoutOthers("githubApp", stack, isGiven)];
    }
    const needsApi = values["writeBack"] === "pullRequest";
    return signInWith(isGiven("gitToken") || needsApi ? "token" : "deployKey", stack, isGiven);
}

function withoutOthers(
    auth: GitAuth,
    stack: string,
    isGiven: (name: CredentialKey) => boolean,
): string[] {
    return everyAuth
        .filter((other) => other !== auth)
        .flatMap((other): readonly CredentialKey[] => credentials[other])
        .filter(isGiven)
        .map((name) => removeCommand(stack, name));
}
