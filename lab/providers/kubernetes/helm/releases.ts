import { existsSync } from "node:fs";
import { parse } from "yaml";
import {
    CheckFailure,
    CheckRequest,
    CheckResponse,
    CreateRequest,
    CreateResponse,
    DeleteRequest,
    DiffRequest,
    DiffResponse,
    InitializationError,
    ProviderHost,
    ReadRequest,
    ReadResponse,
    UpdateRequest,
} from "../../protocol/provider";
import { containsUnknowns, Properties, textAt, Value, without } from "../../protocol/values";
import { parseId } from "../annotations";
import type { Kubeconfig, KubeconfigOverrides } from "../kubeconfig";
import { chartFlags, installArguments, uninstallArguments, upgradeArguments } from "./flags";
import { HelmCli, HelmError } from "./helmCli";
import { lookUpRelease, LiveRelease, withLive } from "./live";
import {
    checkpointedInputs,
    checkpointRelease,
    decodeRelease,
    encodeRelease,
    Release,
    withDefaults,
} from "./release";
import { diffRelease } from "./releaseDiff";

const LEFTOVER_ADVICE =
    "A run that was killed while it installed the release leaves it behind, unknown to the state: " +
    "remove it by `helm uninstall`, or take it over by `pulumi import`";

export interface HelmReleasesOptions {
    readonly host: ProviderHost;
    readonly defaultNamespace: string;
    readonly kubeconfig?: Kubeconfig;
    readonly overrides: KubeconfigOverrides;
    /** Added to helm's environment. */
    readonly environment: Readonly<Record<string, string>>;
}

/** The resource `kubernetes:helm.sh/v3:Release`, by the helm CLI. */
export class HelmReleases {
    private readonly helm: HelmCli;

    constructor(private readonly options: HelmReleasesOptions) {
        this.helm = new HelmCli({ ...options, cancelled: options.host.cancelled });
    }

    /** Completes the inputs; the version becomes that of the chart found. */
    async check(request: CheckRequest): Promise<CheckResponse> {
        const { name } = request.news;
        const oldName = request.olds["name"];
        const adopted =
            name === undefined && oldName !== undefined
                ? { ...request.news, name: oldName }
                : request.news;
        const news = withDefaults(adopted, {
            namespace: this.options.defaultNamespace,
            resource: request.name,
        });
        let release = decodeRelease(news);
        const failures: CheckFailure[] = [];
        if (release.allowNullValues) {
            this.options.host.log.message(
                "warning",
                request.urn,
                "`allowNullValues` is deprecated and has no effect; null values in Helm chart values are preserved by default.",
            );
        }
        if (!containsUnknowns(news)) {
            try {
                release = { ...release, version: await this.chartVersion(release) };
            } catch (error) {
                const reason = error instanceof Error ? error.message : String(error);
                failures.push({
                    property: "chart",
                    reason: `${reason}; check the chart name and repository configuration.`,
                });
            }
        }
        return { inputs: inputsOf(encodeRelease(release, request.news)), failures };
    }

    diff(request: DiffRequest): DiffResponse {
        return diffRelease(request);
    }

    async create(request: CreateRequest): Promise<CreateResponse> {
        const { inputs, preview } = request;
        const release = decodeRelease(inputs);
        if (preview) {
            return { id: "", state: checkpointRelease(inputs, release, true) };
        }
        const id = releaseId(release);
        try {
            await this.helm.run(release.namespace, installArguments(release), release.values);
        } catch (error) {
            const live =
                error instanceof HelmError && !error.isNameInUse
                    ? await this.lookUp(release)
                    : undefined;
            if (live === undefined || !(error instanceof HelmError)) {
                throw nameInUseExplained(error);
            }
            this.options.host.log.message(
                "warning",
                request.urn,
                `Helm release "${release.name}" was created but has a failed status. ` +
                    "Use the `helm` command to investigate the error, correct it, then retry. " +
                    `Reason: ${error.message}`,
            );
            throw initializationError(
                `Helm release "${id}" was created, but failed to initialize completely. `,
                release,
                live,
                inputs,
                error,
            );
        }
        return { id, state: checkpointRelease(inputs, await this.live(release), false) };
    }

    /** The release as helm sees it. The inputs stay: they cannot be told from a live release. */
    async read(request: ReadRequest): Promise<ReadResponse | undefined> {
        const isImport = Object.keys(request.state).length === 0;
        const known = decodeRelease(request.state);
        const { name, namespace } = isImport ? parseId(request.id) : known;
        const live = await this.lookUp({ name, namespace });
        if (live === undefined) {
            return undefined;
        }
        const release = withLive(known, live);
        const inputs = checkpointedInputs(request.state) ?? this.importedInputs(release);
        return {
            id: request.id || releaseId(release),
            state: checkpointRelease(inputs, release, false),
            inputs,
        };
    }

    async update(request: UpdateRequest): Promise<Properties> {
        const { news, preview } = request;
        const release = decodeRelease(news);
        if (preview) {
            return checkpointRelease(news, release, true);
        }
        const before = await this.lookUp(release);
        try {
            await this.helm.run(release.namespace, upgradeArguments(release), release.values);
        } catch (error) {
            const live = await this.lookUp(release);
            // Without a new revision helm had not begun, and nothing has changed.
            const begun =
                live !== undefined && live.status.revision > (before?.status.revision ?? 0);
            if (!begun || !(error instanceof HelmError)) {
                throw error;
            }
            throw initializationError(
                `Helm release "${releaseId(release)}" failed to initialize completely. `,
                release,
                live,
                news,
                error,
            );
        }
        return checkpointRelease(news, await this.live(release), false);
    }

    async delete(request: DeleteRequest): Promise<void> {
        const release = decodeRelease(request.state);
        const told = await this.helm.run(release.namespace, uninstallArguments(release));
        const information = told.replace(/^release ".*" uninstalled$/m, "").trim();
        if (information !== "") {
            const text = `Helm uninstall returned information: ${JSON.stringify(information)}`;
            this.options.host.log.message("warning", request.urn, text);
        }
    }

    private async chartVersion(release: Release): Promise<string> {
        const shown = await this.helm.run(release.namespace, [
            "show",
            "chart",
            ...chartFlags(release),
        ]);
        return textAt(parse(shown) as Value, "version");
    }

    private lookUp(release: Pick<Release, "name" | "namespace">): Promise<LiveRelease | undefined> {
        return lookUpRelease(this.helm, release.namespace, release.name);
    }

    private async live(release: Release): Promise<Release> {
        const live = await this.lookUp(release);
        if (live === undefined) {
            throw new Error(`release "${releaseId(release)}" is gone right after helm was done`);
        }
        return withLive(release, live);
    }

    private importedInputs(release: Release): Properties {
        const { chart = "", version = "" } = release.status ?? {};
        const nearby = [`${chart}-${version}`, `${chart}-${version}.tgz`, chart, `${chart}.tgz`];
        return withDefaults(
            {
                ...inputsOf(encodeRelease(release, {})),
                chart: nearby.find((path) => existsSync(path)) ?? chart,
            },
            { namespace: this.options.defaultNamespace, resource: release.name },
        );
    }
}

/** The properties that are inputs. */
function inputsOf(properties: Properties): Properties {
    return without(properties, "resourceNames", "status");
}

function releaseId({ name, namespace }: Pick<Release, "name" | "namespace">): string {
    return namespace === "" ? name : `${namespace}/${name}`;
}

function initializationError(
    what: string,
    release: Release,
    live: LiveRelease,
    inputs: Properties,
    error: HelmError,
): InitializationError {
    const reason =
        "failed to become available within allocated timeout. Error: Helm Release " +
        `${releaseId(release)}: ${error.message}`;
    const message = `${what}Use Helm CLI to investigate: ${reason}`;
    const state = checkpointRelease(inputs, withLive(release, live), false);
    return new InitializationError(message, releaseId(release), state, [message]);
}

function nameInUseExplained(error: unknown): unknown {
    return error instanceof HelmError && error.isNameInUse
        ? new Error(`${error.message}. ${LEFTOVER_ADVICE}`, { cause: error })
        : error;
}
