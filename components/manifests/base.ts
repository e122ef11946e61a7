import { DEPLOYMENT_REASONS, deployment, service } from "./deployment";
import { SEEDED, withReasons } from "./headers";
import type { AppImage, AppModel, RepositoryFile } from "./model";
import { ApiVersions, BASE_KUSTOMIZATION, BASE_PATH, Labels } from "./names";
import { toYaml, toYamlDocuments, yamlComment } from "./yaml";

/**
 * `manifests/base`: what all environments share. Seeded: written once, Git's from then on. What
 * differs between environments (replicas, memory, volumes, the Ingress's host) is in their
 * `settings`, and the tags are in their overlay.
 */
export function baseFiles(app: AppModel): RepositoryFile[] {
    return [
        ...app.images.map((image) => ({
            path: `${BASE_PATH}/${deploymentFile(image)}`,
            content: toYamlDocuments([deployment(app, image), service(app, image)], {
                header: withReasons(SEEDED, DEPLOYMENT_REASONS),
            }),
        })),
        { path: `${BASE_PATH}/configmap.yaml`, content: configMap(app) },
        { path: `${BASE_PATH}/secret.yaml`, content: yamlComment(secretComment(app)) },
        { path: `${BASE_PATH}/storage.yaml`, content: yamlComment(STORAGE_COMMENT) },
        { path: `${BASE_PATH}/ingress.yaml`, content: yamlComment(INGRESS_COMMENT) },
        { path: BASE_KUSTOMIZATION, content: kustomizationOf(app) },
    ];
}

/** The line of `resources` in base's kustomization that brings an image into every environment. */
export function deploymentFile(image: AppImage): string {
    return `${image.name}-deployment.yaml`;
}

/** Name of the variable that holds an image's URL: `BACKEND_URL`. */
export function urlVariable(imageName: string): string {
    return `${imageName.toUpperCase().replaceAll("-", "_")}_URL`;
}

/** Base's kustomization as it is seeded. */
export function kustomizationOf(app: AppModel): string {
    return toYaml(
        {
            apiVersion: ApiVersions.Kustomization,
            kind: "Kustomization",
            resources: [
                "configmap.yaml",
                "secret.yaml",
                "storage.yaml",
                ...app.images.map(deploymentFile),
                "ingress.yaml",
            ],
        },
        {
            header: withReasons(
                SEEDED,
                "Do not add `images` here: tags belong to one environment, and the updater writes\n" +
                    "them to its overlay. A rename here would make it write to an entry nobody reads.",
            ),
        },
    );
}

function configMap(app: AppModel): string {
    return toYaml(
        {
            apiVersion: ApiVersions.Core,
            kind: "ConfigMap",
            metadata: { name: app.name, labels: { [Labels.PartOf]: app.name } },
            data: {
                APP_NAME: app.name,
                ...Object.fromEntries(
                    app.images.map((image) => [urlVariable(image.name), `http://${image.name}`]),
                ),
            },
        },
        {
            header: withReasons(
                SEEDED,
                "Every container gets these as environment variables. Containers read them at their\n" +
                    "start: after a change, `kubectl rollout restart deployment` in the namespace.",
            ),
        },
    );
}

function secretComment(app: AppModel): string {
    return withReasons(
        SEEDED,
        `No Secret is in Git, and the AppProject refuses the kind. \`pulumi up\` makes the Secret
\`${app.name}\` in the namespace of each environment from its encrypted config:
    pulumi config set --secret --path appSecrets.DATABASE_PASSWORD …
Every container gets its keys as environment variables. Encrypted kinds (SealedSecret,
ExternalSecret) can be put here once config \`projectExtraKinds\` allows them.`,
    );
}

const STORAGE_COMMENT = withReasons(
    SEEDED,
    `The PersistentVolumeClaim is an environment's: size, access mode and storage class differ.
overlays/*/settings has it (objects.yaml) and mounts it (kustomization.yaml).
What is put here, every environment gets.`,
);

const INGRESS_COMMENT = withReasons(
    SEEDED,
    `The Ingress is an environment's, because its host is: config \`appHost\` of the stack puts it
into overlays/*/settings/objects.yaml. What is put here, every environment gets.`,
);
