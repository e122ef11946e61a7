import semver from "semver";
import { z } from "zod";

import { Charts } from "../../components/manifests/names";
import type { ChartSource } from "../stackConfig";
import { EXCESS } from "./fault";

/** Argo CD's chart, unless configured otherwise. */
export const ARGO_CD_CHART = { ...Charts.ArgoCd, repository: Charts.repository } as const;

/** The updater's chart, unless configured otherwise. */
export const UPDATER_CHART = { ...Charts.ImageUpdater, repository: Charts.repository } as const;

/**
 * A chart that may be taken from elsewhere: a mirror, an OCI registry, a local folder or file. Its
 * minor version is fixed: chart, resource definitions and application belong together, and the
 * values and objects we write are those that the pinned ones know.
 */
export function chartSource(standard: Required<ChartSource>): z.ZodType<ChartSource, string> {
    const series = `${semver.major(standard.version)}.${semver.minor(standard.version)}`;
    const version = z
        .string("is not a version in quotes")
        .refine((text) => semver.valid(text) === text, {
            error: "is not a full version",
            abort: true,
        })
        .refine(
            (text) => text.startsWith(`${series}.`),
            `is not a version of the ${series} series`,
        );
    const repository = z
        .string("is not text")
        .refine(isHttpUrl, "is not a URL with https:// or http://");
    return z
        .string()
        .transform((text): unknown => {
            try {
                return JSON.parse(text);
            } catch {
                return { chart: text };
            }
        })
        .pipe(
            z
                .strictObject(
                    { chart: z.string("is not text").min(1), repository, version },
                    "is neither a chart's location nor an object",
                )
                .partial(),
        )
        .superRefine((source, context) => {
            if (source.chart === undefined || isName(source.chart)) {
                return;
            }
            if (source.repository !== undefined) {
                context.addIssue({
                    code: "custom",
                    path: ["repository"],
                    message: "contradicts chart, which is a location already",
                    params: EXCESS,
                });
            }
            if (source.version !== undefined && isLocal(source.chart)) {
                context.addIssue({
                    code: "custom",
                    path: ["version"],
                    message: "contradicts chart, which is a local one with a version of its own",
                    params: EXCESS,
                });
            }
        })
        .transform((source) => completed(source, standard));
}

function completed(source: Partial<ChartSource>, standard: Required<ChartSource>): ChartSource {
    const chart = source.chart ?? standard.chart;
    if (isLocal(chart)) {
        return { chart };
    }
    const version = source.version ?? standard.version;
    return isName(chart)
        ? { chart, repository: source.repository ?? standard.repository, version }
        : { chart, version };
}

function isName(chart: string): boolean {
    return /^[a-z0-9-]+$/.test(chart);
}

function isLocal(chart: string): boolean {
    return !isName(chart) && !chart.startsWith("oci://");
}

function isHttpUrl(text: string): boolean {
    return URL.canParse(text) && /^https?:\/\/[^/]/.test(text);
}
