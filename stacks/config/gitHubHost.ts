/** How to put right what says where GitHub is: its address, and the keys of its host. */
import { removeCommand, setCommand } from "./command";
import type { Setting } from "./key";
import { keyScanCommand, knownHosts, knows } from "./knownHosts";
import { githubBaseUrl, gitHost } from "./urls";

const EXAMPLE = "https://github.example.com/";

/** The URL that was probably meant; github.com needs none. Then the keys that go with it. */
export function baseUrlFix(setting: Setting): string[] {
    const { stack } = setting;
    const url = likelyBaseUrl(setting);
    const host = gitHost(url);
    const change =
        url === undefined
            ? removeCommand(stack, "githubBaseUrl")
            : setCommand({ stack, key: "githubBaseUrl", value: url });
    return [change, ...(needsKeys(setting, host) ? hostKeysFix(stack, host) : [])];
}

/** Argo CD brings the keys of github.com; those of another host are asked for. */
export function hostKeysFix(stack: string, host: string): string[] {
    return host === "github.com"
        ? [removeCommand(stack, "knownHosts")]
        : [keyScanCommand(stack, host)];
}

/** The same where the keys are wrong by themselves. */
export function knownHostsFix(setting: Setting): string[] {
    return hostKeysFix(setting.stack, gitHost(likelyBaseUrl(setting)));
}

function needsKeys({ values }: Setting, host: string): boolean {
    const lines = values["knownHosts"] ?? "";
    if (values["argoCdInstall"] === "false" || (host === "github.com" && lines === "")) {
        return false;
    }
    return !knows(knownHosts.safeParse(lines).data ?? [], host);
}

function likelyBaseUrl({ values }: Setting): string | undefined {
    const text = values["githubBaseUrl"] ?? "";
    if (text === "" || githubBaseUrl.safeParse(text).success) {
        return text === "" ? undefined : text;
    }
    const parts = /^(?:([a-z]+):\/\/)?(?:[^/@]*@)?([\w-]+(?:\.[\w-]+)+)(:\d+)?/i.exec(text);
    const [, scheme, host = "", port = ""] = parts ?? [];
    if (/^(api\.|www\.)?github\.com$/i.test(host)) {
        return undefined;
    }
    // With a token or as an App the updater pushes to https://<host>/, wherever the API is.
    const isSsh = ["", "deployKey"].includes(values["gitAuth"] ?? "");
    const likely = [
        ...(isSsh && (scheme === "http" || scheme === "https")
            ? [`${scheme}://${host}${port}/`]
            : []),
        `https://${host}/`,
    ];
    return likely.find((url) => githubBaseUrl.safeParse(url).success) ?? EXAMPLE;
}
