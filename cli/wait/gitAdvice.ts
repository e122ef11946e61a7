import type { Commands } from "./commands";

/** In the words of Git's servers and clients, and of Go's SSH client, which Argo CD reads with. */
const REFUSED =
    /permission denied \(|marked as read only|repository not found|authentication (required|failed)|unable to authenticate|(returned error|status code): 403/i;
const OTHER_HOST_KEY = /host key verification failed|knownhosts: key (mismatch|is unknown)/i;

/** What to do where Git's server does not let in, or is not the one it was; nothing otherwise. */
export function gitAdvice(said: string, { refresh }: Commands): string[] {
    if (OTHER_HOST_KEY.test(said)) {
        return [
            "  The server's host key is none of those that Argo CD knows. If it is known to have changed,",
            "  set knownHosts in the stack that installs Argo CD, then:",
            `             ${refresh}`,
        ];
    }
    return REFUSED.test(said)
        ? [
              "  Git's server refuses the credential. A deploy key that was removed is made anew by this;",
              "  for a token, or a GitHub App, see docs/credentials.md:",
              `             ${refresh}`,
          ]
        : [];
}
