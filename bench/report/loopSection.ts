import type { LoopResult, Series } from "../loop/result";
import { machineLine } from "./machineLine";
import { hopMarkdown, stepMarkdown } from "./tables";
import { seconds } from "./text";

/** What docs/benchmarks.md says of a run, but for the reasons. */
export function loopSection(result: LoopResult): string[] {
    const { ours, default: upstream, versions } = result;
    const { webhook, polling } = ours;
    const times = (of: number) => (upstream.medianSeconds / of).toFixed(0);
    const pods = result.replicas === 1 ? "its new pod" : `all ${result.replicas} new pods`;
    const polls = ({ polls: { registry, git } }: Series) =>
        `every ${registry} and ${git}`.replace(/(\d)s/g, "$1 s");
    return [
        `![Seconds from the push of an image to its pods being ready, on three installations](benchmarks.svg)`,
        "",
        `With webhooks the median push had ${pods} ready after **${seconds(webhook.medianSeconds)}**: ` +
            `${times(webhook.medianSeconds)} times as quick as the same Argo CD and updater with their own defaults. ` +
            `Polling at this project's own intervals is ${times(polling.medianSeconds)} times as quick as those.`,
        "",
        ...hopMarkdown(result),
        "",
        `Measured ${result.at.slice(0, 10)} on ${machineLine(result.machine)}, in one run on one lab: ` +
            `Argo CD ${versions.argoCd}, Image Updater ${versions.imageUpdater}, Kubernetes ${versions.kubernetes}. ` +
            `The updater looks at the registry, and Argo CD at Git, ${polls(webhook)} with webhooks, ` +
            `${polls(polling)} by polling, ${polls(upstream)} by upstream's defaults.`,
        "",
        "Where the time goes, as medians of each step:",
        "",
        ...stepMarkdown(result),
    ];
}
