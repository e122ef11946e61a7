import { join } from "node:path";

import { z } from "zod";

import { ReleaseNames, toYaml, toYamlDocuments } from "../../components/manifests";
import type { Registered, Rehearsal } from "./rehearsal";
import { shown, shownText } from "./standIns";

/** One file to write, relative to the directory that was asked for. */
export interface RenderedFile {
    readonly path: string;
    readonly content: string;
}

const repositoryFile = z.object({ repository: z.string(), file: z.string(), content: z.string() });

const kubernetesObject = z.looseObject({
    apiVersion: z.string(),
    kind: z.string(),
    metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});
type KubernetesObject = z.output<typeof kubernetesObject>;

const helmRelease = z.looseObject({
    name: z.string(),
    namespace: z.string(),
    chart: z.string(),
    version: z.string().optional(),
    repositoryOpts: z.object({ repo: z.string() }).optional(),
    values: z.record(z.string(), z.unknown()),
});
type HelmRelease = z.output<typeof helmRelease>;

/** Everything one stack registers, as files for people and for other tools. */
export function renderedFiles(stack: string, { resources, outputs }: Rehearsal): RenderedFile[] {
    const objects = pick(resources, isObject, kubernetesObject);
    const releases = pick(resources, isRelease, helmRelease);
    const onGitHub = resources.filter(({ type }) => type.startsWith("github:") && !isFile(type));
    return [
        ...pick(resources, isFile, repositoryFile).map(({ repository, file, content }) => ({
            path: join("repository", repository, file),
            content,
        })),
        ...objects.map((object) => ({
            path: join(stack, "kubernetes", objectFile(object)),
            content: toYaml(object),
        })),
        ...releases.map((release) => ({
            path: join(stack, "helm", `${release.name}.yaml`),
            content: toYaml(release.values, { header: helmCommand(release) }),
        })),
        {
            path: join(stack, "github.yaml"),
            content: toYamlDocuments(
                onGitHub.map(({ type, inputs }) => ({ type, ...inputs })),
                { header: "What is made on GitHub beside the files in repository/." },
            ),
        },
        {
            path: join(stack, "outputs.yaml"),
            content: toYaml(outputs, { header: "Outputs of the stack." }),
        },
        ...forReading(stack, objects, releases),
    ].map(({ path, content }) => ({ path: shownText(path), content: shownText(content) }));
}

/** The two files the manual way begins with. */
function forReading(
    stack: string,
    objects: readonly KubernetesObject[],
    releases: readonly HelmRelease[],
): RenderedFile[] {
    const ofKind = (...kinds: readonly string[]) =>
        objects.filter(({ kind }) => kinds.includes(kind));
    const install = releases
        .filter(({ name }) => name === ReleaseNames.ImageUpdater)
        .map(({ name }) => `The updater's values and their command: helm/${name}.yaml.`);
    return [
        {
            path: join(stack, "argocd", "applications", "app.yaml"),
            content: toYamlDocuments(ofKind("AppProject", "Application"), {
                header: "For reading: the stack registers these itself.",
            }),
        },
        {
            path: join(stack, "argocd", "install", "image-updater.yaml"),
            content: toYamlDocuments(ofKind("ImageUpdater"), {
                header: ["For reading: the stack registers this itself.", ...install].join("\n"),
            }),
        },
    ];
}

function pick<T>(
    resources: readonly Registered[],
    matches: (type: string) => boolean,
    schema: z.ZodType<T>,
): T[] {
    return resources
        .filter(({ type }) => matches(type))
        .map(({ inputs }) => schema.parse(shown(inputs)));
}

const isFile = (type: string) => type === "github:index/repositoryFile:RepositoryFile";
const isRelease = (type: string) => type === "kubernetes:helm.sh/v3:Release";
const isObject = (type: string) => type.startsWith("kubernetes:") && !isRelease(type);

function objectFile({ kind, metadata }: KubernetesObject): string {
    return join(metadata.namespace ?? "", `${kind.toLowerCase()}-${metadata.name}.yaml`);
}

function helmCommand({ name, namespace, chart, version, repositoryOpts }: HelmRelease): string {
    return [
        `helm upgrade --install ${name} ${chart}`,
        ...(repositoryOpts === undefined ? [] : [`--repo ${repositoryOpts.repo}`]),
        ...(version === undefined ? [] : [`--version ${version}`]),
        `--namespace ${namespace} --values ${name}.yaml`,
    ].join(" ");
}
