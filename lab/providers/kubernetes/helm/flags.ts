import { DEFAULT_TIMEOUT_SECONDS, Release } from "./release";

/** Where the chart is: its name or path, and the flags that say more. */
export function chartFlags(release: Release): string[] {
    const { devel, keyring, repositoryOpts, verify, version } = release;
    const repository = repositoryOpts?.repo ?? "";
    const isOci = release.chart.startsWith("oci://");
    const isUrl = URL.canParse(repository);
    const name =
        repository !== "" && !isUrl && !isOci && !release.chart.includes("/")
            ? `${repository}/${release.chart}`
            : release.chart;
    return [
        name.trim(),
        ...(isUrl && !isOci ? ["--repo", repository] : []),
        ...option("--version", version.trim() || (devel ? ">0.0.0-0" : "")),
        ...option("--ca-file", repositoryOpts?.caFile),
        ...option("--cert-file", repositoryOpts?.certFile),
        ...option("--key-file", repositoryOpts?.keyFile),
        ...option("--username", repositoryOpts?.username),
        ...option("--password", repositoryOpts?.password),
        ...flag("--verify", verify),
        ...(verify ? option("--keyring", keyring) : []),
    ];
}

export function installArguments(release: Release): string[] {
    return [
        "install",
        release.name,
        ...chartFlags(release),
        ...commonFlags(release),
        ...flag("--no-hooks", release.disableWebhooks),
        ...flag("--skip-crds", release.skipCrds),
        ...flag("--replace", release.replace),
        ...flag("--create-namespace", release.createNamespace),
    ];
}

export function upgradeArguments(release: Release): string[] {
    return [
        "upgrade",
        release.name,
        ...chartFlags(release),
        ...commonFlags(release),
        ...flag("--no-hooks", release.disableCRDHooks),
        ...flag("--force", release.forceUpdate),
        ...flag("--reset-values", release.resetValues),
        ...flag("--reuse-values", release.reuseValues),
        ...flag("--cleanup-on-fail", release.cleanupOnFail),
        // The CLI would keep ten revisions; the real provider keeps all.
        "--history-max",
        String(release.maxHistory ?? 0),
    ];
}

export function uninstallArguments(release: Release): string[] {
    const waits = release.atomic || !release.skipAwait;
    return ["uninstall", release.name, ...(waits ? ["--wait", ...timeout(release)] : [])];
}

function commonFlags(release: Release): string[] {
    return [
        ...flag("--wait", !release.skipAwait),
        ...flag("--wait-for-jobs", !release.skipAwait && release.waitForJobs),
        ...flag("--atomic", release.atomic),
        ...flag("--dependency-update", release.dependencyUpdate),
        ...flag("--render-subchart-notes", release.renderSubchartNotes),
        ...flag("--disable-openapi-validation", release.disableOpenapiValidation),
        ...flag("--take-ownership", release.takeOwnership),
        ...option("--description", release.description),
        ...option("--post-renderer", release.postrender),
        ...timeout(release),
    ];
}

function timeout(release: Release): string[] {
    return ["--timeout", `${release.timeout || DEFAULT_TIMEOUT_SECONDS}s`];
}

function flag(name: string, on: boolean): string[] {
    return on ? [name] : [];
}

function option(name: string, value: string | undefined): string[] {
    return value ? [name, value] : [];
}
