/** Where a Helm chart comes from. */
export interface ChartSource {
    /** Name in `repository`, an `oci://` URL, or a local path of a folder or `.tgz`. */
    readonly chart: string;
    /** URL of the chart repository; absent for OCI and local charts. */
    readonly repository?: string;
    /** Version of the chart; absent for local charts. */
    readonly version?: string;
}

/** The same as inputs of a Helm release. */
export function chartInputs(source: ChartSource): {
    chart: string;
    version?: string;
    repositoryOpts?: { repo: string };
} {
    return {
        chart: source.chart,
        ...(source.version !== undefined && { version: source.version }),
        ...(source.repository !== undefined && { repositoryOpts: { repo: source.repository } }),
    };
}
