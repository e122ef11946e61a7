/** Where Pulumi would keep its state. */
export interface BackendSettings {
    /** `PULUMI_BACKEND_URL`. */
    readonly environmentUrl?: string;
    /** `PULUMI_ACCESS_TOKEN`. */
    readonly accessToken?: string;
    /** `backend.url` of `Pulumi.yaml`, which the environment goes over. */
    readonly projectUrl?: string;
}

/** What keeps state outside the runner: Pulumi Cloud or a server of one's own, S3, Azure, GCS. */
const REMOTE = ["https:", "s3:", "azblob:", "gs:"];

/**
 * Why the state would not outlive the runner, or could not be reached, and what to set; nothing if
 * all is well. The URL is shown without what may be secret in it.
 */
export function backendFault(settings: BackendSettings): string | undefined {
    const url = settings.environmentUrl?.trim() || settings.projectUrl?.trim() || "";
    if (url === "") {
        return settings.accessToken
            ? undefined
            : refusal("PULUMI_BACKEND_URL is not set, and there is no PULUMI_ACCESS_TOKEN.");
    }
    const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0].toLowerCase();
    if (scheme === "https:") {
        return settings.accessToken
            ? undefined
            : refusal(`The backend ${shown(url)} needs PULUMI_ACCESS_TOKEN, which is not set.`);
    }
    if (scheme === undefined || !REMOTE.includes(scheme)) {
        return refusal(
            scheme === "file:"
                ? `The backend ${shown(url)} is a directory of this runner.`
                : `The backend ${shown(url)} is none of ${REMOTE.join(", ")}.`,
        );
    }
    return undefined;
}

function refusal(reason: string): string {
    return `${reason}
A runner is thrown away after its job, and the stack's state with it: the next run would know nothing
of what there is, and make all of it once more. Set on GitHub, once for all environments, either

  gh variable set PULUMI_BACKEND_URL --body 's3://my-bucket?region=eu-central-1'
      or azblob://my-container, or gs://my-bucket; and for each environment the passphrase:
  gh secret set PULUMI_CONFIG_PASSPHRASE --env dev

or, for Pulumi Cloud, for each environment

  gh secret set PULUMI_ACCESS_TOKEN --env dev

docs/pipelines.md says more, and how to bring a state that is on a laptop along.`;
}

/** Without user, password and query. */
function shown(url: string): string {
    return url.replace(/\?.*$/s, "").replace(/\/\/[^/@]*@/, "//");
}
