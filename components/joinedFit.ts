import { AppSeries, Labels } from "./manifests";

type Fields = Readonly<Record<string, string>>;

/** What tells whether an installation fits. */
export interface InstalledParts {
    /** Labels of Argo CD's ConfigMap. */
    readonly argoCdLabels: Fields;
    /** Labels of the updater's ConfigMap. */
    readonly updaterLabels: Fields;
    /** Data of the updater's ConfigMap. */
    readonly updaterSettings: Fields;
}

/**
 * Why an installation is none that this program can use, a clause each; none if it can. What does
 * not say its version, because it was not installed with Helm, is taken to fit.
 *
 * @param namespace of Argo CD, where the ImageUpdater resource is put
 */
export function misfits(namespace: string, parts: InstalledParts): string[] {
    const watched = (parts.updaterSettings[WATCHED] ?? "").split(",").map((name) => name.trim());
    return [
        ...versionMisfit("Argo CD", parts.argoCdLabels, AppSeries.ArgoCd),
        ...versionMisfit("its Image Updater", parts.updaterLabels, AppSeries.ImageUpdater),
        ...(["", "*", namespace].some((name) => watched.includes(name))
            ? []
            : [
                  `its Image Updater watches the namespaces ${watched.join(", ")} only: ` +
                      `${WATCHED} in its settings lacks ${namespace}`,
              ]),
    ];
}

/** Setting of the updater: nothing for its own namespace, `*` for all, or a list with commas. */
const WATCHED = "watch.namespaces";

function versionMisfit(what: string, labels: Fields, series: string): string[] {
    const version = labels[Labels.Version];
    return version === undefined || version.replace(/^v/, "").startsWith(`${series}.`)
        ? []
        : [`${what} is ${version}, and this program is written for ${series}`];
}
