import type { AppModel } from "../../components/manifests/model";
import type { PlainConfig } from "../stackConfig";

import { ARGO_CD_CHART, UPDATER_CHART } from "./charts";
import { DEFAULT_APP_NAME, DEFAULT_REGISTRY, effectiveImages } from "./effectiveImages";
import type { Facts } from "./facts";
import { apiUrl, gitHost } from "./urls";

/** GitHub's runners are such machines: nothing has to be cross-compiled. */
const DEFAULT_PLATFORM = "linux/amd64";

/**
 * How often the updater asks the registry, told or not. As a safety net it is needed now and then:
 * of two images that are pushed within a second it commits one, and loses the other to a rejected
 * push.
 */
const UPDATER_SECONDS = 60;

/**
 * How often Argo CD looks at Git, told or not: it forgets an event that comes while it looks at the
 * commit before, and its own look can then take two intervals.
 */
const GIT_SECONDS = 30;

/**
 * The configuration with every default filled in. The facts have no problems, so that the required
 * keys are there.
 */
export function assemble(facts: Facts): PlainConfig {
    const { values } = facts;
    const app = appModel(facts);
    const appSecrets = Object.entries(values.appSecrets ?? {});
    return {
        github: {
            owner: values.githubOwner ?? "",
            token: values.githubToken ?? "",
            ...optional("baseUrl", values.githubBaseUrl),
            host: gitHost(values.githubBaseUrl),
        },
        cluster: {
            ...optional("kubeconfig", values.kubeconfig),
            ...optional("context", values.kubeContext),
        },
        repository: repository(facts, app.name),
        ...optional("gitHubEnvironment", gitHubEnvironment(facts)),
        git: {
            auth: values.gitAuth ?? "deployKey",
            ...optional("token", values.gitToken),
            ...optional("app", gitHubApp(facts)),
            knownHosts: values.knownHosts ?? [],
            keysGeneration: values.keysGeneration ?? 1,
        },
        argoCd: {
            install: values.argoCdInstall ?? true,
            namespace: values.argoCdNamespace ?? "argocd",
            chart: values.argoCdChart ?? ARGO_CD_CHART,
            values: values.argoCdValues ?? {},
            gitPollIntervalSeconds: values.gitPollInterval ?? GIT_SECONDS,
            usedBy: values.usedBy ?? [],
        },
        updater: {
            chart: values.updaterChart ?? UPDATER_CHART,
            values: values.updaterValues ?? {},
            intervalSeconds: values.updaterInterval ?? UPDATER_SECONDS,
        },
        registry: {
            host: values.registry ?? DEFAULT_REGISTRY,
            ...optional("username", values.registryUsername),
            ...optional("password", values.registryPassword),
            ...optional("endpoint", values.registryEndpoint),
        },
        builds: {
            platforms: values.platforms ?? [DEFAULT_PLATFORM],
            provenance: values.provenance ?? "auto",
        },
        app,
        ...optional("secrets", values.appSecrets && givenSecrets(appSecrets)),
        generatedSecrets: appSecrets.filter(([, value]) => value === "").map(([name]) => name),
        ...optional("storageClassName", values.storageClassName),
        extraKinds: values.projectExtraKinds ?? [],
        updates: {
            paused: values.paused ?? false,
            pins: values.pin ?? {},
            constraints: values.constraints ?? {},
        },
        ...optional("pullRequests", pullRequests(facts)),
        ...optional("ingress", ingress(facts)),
    };
}

function repository({ values }: Facts, appName: string): PlainConfig["repository"] {
    return {
        name: values.repositoryName ?? appName,
        mode: values.repositoryMode ?? "create",
        visibility: values.repositoryVisibility ?? "private",
        deleteOnDestroy: values.repositoryDeleteOnDestroy ?? false,
        ...optional("topics", values.repositoryTopics),
        ...optional("mergeMethods", values.mergeMethods),
        ...optional("vulnerabilityAlerts", values.vulnerabilityAlerts),
        codeOwners: values.codeOwners ?? [],
        ...(values.branchRules === true && {
            branchRules: {
                ...optional("approvals", values.requiredApprovals),
                checks: values.requiredChecks ?? [],
            },
        }),
    };
}

function gitHubEnvironment({ values }: Facts): PlainConfig["gitHubEnvironment"] {
    return values.githubEnvironment === true
        ? { reviewers: values.deploymentReviewers ?? [] }
        : undefined;
}

function gitHubApp({ values }: Facts): PlainConfig["git"]["app"] {
    return values.gitAuth !== "githubApp"
        ? undefined
        : {
              id: values.githubAppId ?? 0,
              installationId: values.githubAppInstallationId ?? 0,
              privateKey: values.githubAppPrivateKey ?? "",
              ...optional("apiUrl", apiUrl(values.githubBaseUrl)),
          };
}

function appModel(facts: Facts): AppModel {
    const { values } = facts;
    // The application's Ingress shares class and certificate name with Argo CD's.
    return {
        name: values.appName ?? DEFAULT_APP_NAME,
        images: effectiveImages(facts) ?? [],
        ...optional("host", values.appHost),
        ...(values.appHost === undefined
            ? {}
            : {
                  ...optional("ingressClassName", values.ingressClassName),
                  ...optional("ingressTlsSecret", values.ingressTlsSecret),
              }),
    };
}

function pullRequests({ environment, values }: Facts): PlainConfig["pullRequests"] {
    return (values.writeBack ?? environment.writeBack) === "pullRequest"
        ? { autoMerge: values.autoMerge ?? false }
        : undefined;
}

function ingress({ values }: Facts): PlainConfig["ingress"] {
    return values.ingressHost === undefined
        ? undefined
        : {
              host: values.ingressHost,
              ...optional("className", values.ingressClassName),
              ...optional("tlsSecret", values.ingressTlsSecret),
          };
}

function givenSecrets(entries: readonly [string, string][]): Record<string, string> {
    return Object.fromEntries(entries.filter(([, value]) => value !== ""));
}

function optional<K extends string, V>(name: K, value: V | undefined): { [key in K]?: V } {
    return (value === undefined ? {} : { [name]: value }) as { [key in K]?: V };
}
