import type {
    CheckRequest,
    CheckResponse,
    CreateRequest,
    CreateResponse,
    DeleteRequest,
    DiffRequest,
    DiffResponse,
    Provider,
    ProviderHost,
    ReadRequest,
    ReadResponse,
    UpdateRequest,
} from "../protocol/provider";
import type { Properties } from "../protocol/values";
import { checkReady } from "./await/ready";
import { checkObject } from "./check";
import { KubeClient } from "./client";
import { createKubernetesObject } from "./create";
import { deleteKubernetesObject } from "./delete";
import { diffObject } from "./diff";
import { Discovery } from "./discovery";
import { helmEnvironment } from "./helm/environment";
import { HelmReleases } from "./helm/releases";
import { connectionOf, Kubeconfig, readKubeconfig } from "./kubeconfig";
import { diffProviderConfig, overridesOf, settingsOf } from "./providerConfig";
import { readKubernetesObject } from "./read";
import type { Session, Settings } from "./session";
import { updateKubernetesObject } from "./update";

const RELEASE = "kubernetes:helm.sh/v3:Release";

const UNREACHABLE_ADVICE =
    'If the cluster was deleted, you can remove this resource from Pulumi state by rerunning the operation with the PULUMI_K8S_DELETE_UNREACHABLE environment variable set to "true"';

interface Configured {
    readonly host: ProviderHost;
    readonly settings: Settings;
    readonly releases: HelmReleases;
    /** Undefined while the cluster cannot be reached. */
    readonly session: Session | undefined;
    /** Why it cannot. */
    readonly unreachable: string;
}

/** The lab's provider for the package `kubernetes`. */
export class KubernetesProvider implements Provider {
    private configured: Configured | undefined;

    diffConfig(request: DiffRequest): Promise<DiffResponse> {
        return Promise.resolve(diffProviderConfig(request));
    }

    async configure(config: Readonly<Record<string, string>>, host: ProviderHost): Promise<void> {
        const overrides = overridesOf(config);
        let kubeconfig: Kubeconfig | undefined;
        let client: KubeClient | undefined;
        let namespace = overrides.namespace ?? "";
        let unreachable = "";
        try {
            kubeconfig = readKubeconfig(config["kubeconfig"] || undefined);
            const connection = connectionOf(kubeconfig, overrides);
            namespace = connection.namespace;
            client = new KubeClient(connection);
        } catch (error) {
            unreachable = `failed to parse kubeconfig data in \`kubernetes:config:kubeconfig\`- ${text(error)}`;
        }
        try {
            // Only who is signed in may ask this: a wrong token shows here.
            await client?.request("GET", "/api");
        } catch (error) {
            unreachable = `unable to load schema information from the API server: ${text(error)}`;
        }
        const settings = settingsOf(config, namespace);
        const session =
            client !== undefined && unreachable === ""
                ? {
                      client,
                      discovery: new Discovery(client),
                      log: host.log,
                      cancelled: host.cancelled,
                      settings,
                  }
                : undefined;
        const releases = new HelmReleases({
            host,
            defaultNamespace: namespace,
            ...(kubeconfig && { kubeconfig }),
            overrides,
            environment: helmEnvironment(config["helmReleaseSettings"]),
        });
        this.configured = { host, settings, releases, session, unreachable };
    }

    async check(request: CheckRequest): Promise<CheckResponse> {
        const { host, releases, session, settings } = this.ready();
        return request.type === RELEASE
            ? await releases.check(request)
            : await checkObject(request, {
                  settings,
                  log: host.log,
                  discovery: session?.discovery,
              });
    }

    async diff(request: DiffRequest): Promise<DiffResponse> {
        const { host, releases, session, settings } = this.ready();
        if (request.type === RELEASE) {
            return releases.diff(request);
        }
        return await diffObject(request, {
            mutable: settings.mutable,
            discovery: session?.discovery,
            isJobReady: async (job) => {
                if (session === undefined) {
                    const warning = "Cluster is unreachable, skipping replaceUnready check";
                    host.log.message("warning", request.urn, warning);
                    return true;
                }
                return await isJobReady(session, request.urn, job);
            },
        });
    }

    async create(request: CreateRequest): Promise<CreateResponse> {
        const { releases, session, unreachable } = this.ready();
        if (request.type === RELEASE) {
            this.needCluster(request, "can't create Helm Release with unreachable cluster");
            return await releases.create(request);
        }
        if (session === undefined && !request.preview) {
            throw new Error(`configured Kubernetes cluster is unreachable: ${unreachable}`);
        }
        return await createKubernetesObject(request, session);
    }

    async read(request: ReadRequest): Promise<ReadResponse | undefined> {
        const { host, releases, session, settings, unreachable } = this.ready();
        if (session === undefined) {
            const reason = `configured Kubernetes cluster is unreachable: ${unreachable}`;
            host.log.message("warning", request.urn, reason);
            if (settings.deleteUnreachable) {
                return undefined;
            }
            if (settings.skipUpdateUnreachable) {
                return request;
            }
            throw new Error(
                `failed to read resource state due to unreachable cluster. ${UNREACHABLE_ADVICE}`,
            );
        }
        return request.type === RELEASE
            ? await releases.read(request)
            : await readKubernetesObject(request, session);
    }

    async update(request: UpdateRequest): Promise<Properties> {
        const { releases, session, unreachable } = this.ready();
        if (request.type === RELEASE) {
            this.needCluster(request, "can't update Helm Release with unreachable cluster");
            return await releases.update(request);
        }
        if (session === undefined && !request.preview) {
            throw new Error(`configured Kubernetes cluster is unreachable: ${unreachable}`);
        }
        return await updateKubernetesObject(request, session);
    }

    async delete(request: DeleteRequest): Promise<void> {
        const { host, releases, session, settings, unreachable } = this.ready();
        if (request.type === RELEASE) {
            this.needCluster(
                { preview: false },
                "can't delete Helm Release with unreachable cluster. Reason",
            );
            await releases.delete(request);
            return;
        }
        if (session === undefined) {
            const reason = `configured Kubernetes cluster is unreachable: ${unreachable}`;
            host.log.message("warning", request.urn, reason);
            if (settings.deleteUnreachable) {
                return;
            }
            throw new Error(`configured Kubernetes cluster is unreachable. ${UNREACHABLE_ADVICE}`);
        }
        await deleteKubernetesObject(request, session);
    }

    private needCluster({ preview }: { readonly preview: boolean }, what: string): void {
        const { session, unreachable } = this.ready();
        if (session === undefined && !preview) {
            throw new Error(`${what}: ${unreachable}`);
        }
    }

    private ready(): Configured {
        if (this.configured === undefined) {
            throw new Error("the provider was not configured");
        }
        return this.configured;
    }
}

async function isJobReady(session: Session, urn: string, job: Properties): Promise<boolean> {
    try {
        const path = await session.discovery.objectPath(job);
        await checkReady(session, urn, {}, await session.client.request("GET", path));
        return true;
    } catch {
        return false;
    }
}

function text(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
