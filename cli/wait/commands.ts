import type { Environment } from "./environment";

/** The commands that the user is told, word for word. */
export interface Commands {
    /** What to write into Git so that an image has a tag; not a command. */
    readonly inGit: (image: string, tag: string) => string;
    readonly pin: (image: string, tag: string) => string;
    readonly unpin: (image: string) => string;
    /** Sets a secret, and asks for it. */
    readonly secret: (key: string) => string;
    readonly up: string;
    readonly refresh: string;
    readonly wait: string;
    readonly logs: (pod: string, container: string, previous: boolean) => string;
    /** @param kind as in manifests: `Pod` */
    readonly describe: (kind: string, name: string) => string;
    readonly application: string;
    /** Takes out of the Application what goes before Git. */
    readonly obeyGit: string;
    readonly updaterLogs: string;
    /** Prints the kubeconfig that kubectl needs, if the stack has one of its own. */
    readonly kubeconfig?: string;
}

export function commandsFor(environment: Environment): Commands {
    const { stack, instance, argoNamespace, kubeContext, kubeconfig } = environment;
    const kubectl = [
        "kubectl",
        ...(kubeContext === undefined ? [] : ["--context", quote(kubeContext)]),
    ];
    const inPods = [...kubectl, "--namespace", instance];
    const inArgo = [...kubectl, "--namespace", argoNamespace];
    const onStack = `--stack ${quote(stack)}`;
    return {
        inGit: (image, tag) =>
            `newTag: ${tag} of ${image} in ${environment.writeBackPath}/kustomization.yaml`,
        pin: (image, tag) => `pulumi config set ${onStack} --path pin.${image} ${quote(tag)}`,
        unpin: (image) => `pulumi config rm ${onStack} --path pin.${image}`,
        secret: (key) => `pulumi config set ${onStack} --secret ${key}`,
        up: `pulumi up ${onStack}`,
        refresh: `pulumi up ${onStack} --refresh`,
        wait: `npm run wait -- ${quote(stack)}`,
        logs: (pod, container, previous) =>
            [
                ...inPods,
                "logs",
                pod,
                `--container=${container}`,
                ...(previous ? ["--previous"] : []),
            ].join(" "),
        describe: (kind, name) => [...inPods, "describe", kind.toLowerCase(), name].join(" "),
        application: [...inArgo, "get", "application", instance, "--output=yaml"].join(" "),
        obeyGit: [
            ...[...inArgo, "patch", "application", instance, "--type=json"],
            `--patch='[{"op":"remove","path":"/spec/source/kustomize"}]'`,
        ].join(" "),
        updaterLogs: [...inArgo, "logs", "deployment/argocd-image-updater-controller"].join(" "),
        kubeconfig:
            kubeconfig === undefined ? undefined : `pulumi config get ${onStack} kubeconfig`,
    };
}

/** For a shell, where a name needs it. */
function quote(text: string): string {
    return /^[\w./:@~^-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
