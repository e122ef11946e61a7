import { z } from "zod";

import type { GitAuth, RepositoryMode, RepositoryVisibility } from "../../stackConfig";
import { knownHostsFix } from "../gitHubHost";
import { key } from "../key";
import { knownHosts } from "../knownHosts";
import { githubRepository } from "../names";
import { rsaPrivateKey } from "../rsaKey";
import { token } from "../secrets";
import { signInFix } from "../signIn";
import { flag, wholeNumber } from "../structured";

/** The repository that Argo CD reads and the updater writes. */
export const repositoryKeys = {
    repositoryName: key<string>({
        description: "Name of the repository, the same in every stack.",
        allowed: "letters, digits, `.`, `_` and `-`, at most 100",
        default: "the value of `appName`",
        example: { value: "letsgo-app" },
        schema: githubRepository,
    }),
    repositoryMode: key<RepositoryMode>({
        description:
            "Whether this stack creates the repository, joins the one of another stack, or adopts " +
            "one that exists.",
        allowed: "create, join or adopt",
        default: "create",
        example: { value: "create" },
        schema: z.enum(["create", "join", "adopt"], { error: "is no mode" }),
    }),
    repositoryVisibility: key<RepositoryVisibility>({
        description: "Who may see a repository that this stack creates.",
        allowed: "private, public or internal (organisations of an enterprise)",
        default: "private",
        example: { value: "private" },
        schema: z.enum(["private", "public", "internal"], { error: "is no visibility" }),
    }),
    repositoryDeleteOnDestroy: key<boolean>({
        description: "Whether `pulumi destroy` deletes the repository with all its history.",
        allowed: "true or false",
        default: "false",
        example: { value: "false" },
        schema: flag,
    }),
};

/** As many digits as a number keeps exactly. */
const MAX_ID = 999_999_999_999_999;

/** How the updater signs in to Git. */
export const gitKeys = {
    gitAuth: key<GitAuth>({
        description: "How the updater writes to the repository; Argo CD reads with a deploy key.",
        allowed: "deployKey, token or githubApp",
        default: "deployKey",
        example: { value: "deployKey" },
        fix: signInFix,
        schema: z.enum(["deployKey", "token", "githubApp"], { error: "is no way to sign in" }),
    }),
    gitToken: key<string>({
        description: "Token the updater writes with when `gitAuth` is `token`.",
        allowed: "a personal access token with write access to the repository's contents",
        default: "none",
        secret: true,
        example: { value: "github_pat_…" },
        schema: token,
    }),
    githubAppId: key<number>({
        description: "Id of the GitHub App the updater writes as when `gitAuth` is `githubApp`.",
        allowed: "the number called App ID on the App's page, not its client id",
        default: "none",
        example: { value: "123456" },
        schema: wholeNumber(1, MAX_ID),
    }),
    githubAppInstallationId: key<number>({
        description: "Id of that App's installation on the repository's owner.",
        allowed: "the number at the end of the URL of the installation's page",
        default: "none",
        example: { value: "12345678" },
        schema: wholeNumber(1, MAX_ID),
    }),
    githubAppPrivateKey: key<string>({
        description: "Private key of that App.",
        allowed: "content of the `.pem` file that GitHub made for the App",
        default: "none",
        secret: true,
        example: { value: "< app.private-key.pem" },
        schema: rsaPrivateKey,
    }),
    knownHosts: key<string[]>({
        description:
            "SSH host keys of the Git server, as `ssh-keyscan` prints them; needed where it is not " +
            "github.com. Set by the stack that installs Argo CD.",
        allowed: "lines of a known_hosts file, as text or as a list",
        default: "the keys of github.com that Argo CD brings",
        example: { value: "git.example.com ssh-ed25519 AAAA…" },
        fix: knownHostsFix,
        schema: knownHosts,
    }),
    keysGeneration: key<number>({
        description: "Raise it by one to replace the deploy keys and the secrets of webhooks.",
        allowed: "a whole number from 1",
        default: "1",
        example: { value: "2" },
        schema: wholeNumber(1, 9999),
    }),
};
