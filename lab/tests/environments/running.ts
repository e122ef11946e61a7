import { kubectl } from "../../inside";
import { imageOf } from "../../loop/lab";
import { seeApplication, seePods, seeRollout } from "../../loop/seen";
import { waitFor } from "../../wait";
import { type Tags, tagsNow } from "./overlays";
import { APPS, OVERLAYS, type Scene, type StackName, stacksOf } from "./scene";

/** Waits until every environment is healthy and runs what its overlay says. */
export async function awaitRunning(scene: Scene): Promise<void> {
    await waitFor(
        async () => {
            const tags = await tagsNow(scene);
            const faults = stacksOf(scene).map((stack) => faultsOf(scene, stack, tags[stack]));
            const state = (await Promise.all(faults)).flat();
            return state.length === 0
                ? { met: true, value: undefined }
                : { met: false, state: state.join("; ") };
        },
        {
            what: "all environments to run what their overlays say",
            // Argo CD drops an event that comes while it compares: then it is late by its polling,
            // which may take twice its interval.
            deadlineSeconds: 270,
            intervalMilliseconds: 250,
        },
    );
}

async function faultsOf(
    scene: Scene,
    stack: StackName,
    tags: Tags[StackName],
): Promise<readonly string[]> {
    const { api, argoNamespace, instance } = scene.watched[stack];
    const { sync, health } = await seeApplication(api, argoNamespace, instance);
    const rollouts = APPS.map(async (app) => {
        const { image, complete, state } = await seeRollout(api, instance, app);
        return complete && image === `${imageOf(app)}:${tags[app]}` ? [] : [state];
    });
    return [
        ...(sync === "Synced" && health === "Healthy" ? [] : [`${instance}: ${sync}, ${health}`]),
        ...(await Promise.all(rollouts)).flat(),
    ];
}

/**
 * Waits until a node has tried to run each pod of an environment whose images may not be there. An
 * Application is synced before that.
 */
export async function awaitTried(scene: Scene, stack: StackName): Promise<void> {
    const { api, instance } = scene.watched[stack];
    await waitFor(
        async () => {
            const seen = await Promise.all(APPS.map((app) => seePods(api, instance, app)));
            const stages = seen.map((pods, index) => {
                const why = pods.map(({ ready, waiting }) => (ready ? "ready" : waiting));
                return { app: APPS[index], why };
            });
            const tried = stages.every(
                ({ why }) => why.length > 0 && why.every((stage) => /^ready$|Image/.test(stage)),
            );
            return tried
                ? { met: true, value: undefined }
                : { met: false, state: JSON.stringify(stages) };
        },
        { what: `pods of ${instance} to have been tried`, deadlineSeconds: 60 },
    );
}

/** Argo CD's note to itself that it shall look again: any push to the repository makes it. */
const REFRESH = / ?argocd\.argoproj\.io\/refresh:\w+(?=\])|argocd\.argoproj\.io\/refresh:\w+ /g;

/**
 * What environments are and run: every object of their namespaces, their objects beside Argo CD,
 * and their overlays. Two of these are equal if nothing was changed, restarted or written between.
 */
export async function whatRuns(
    scene: Scene,
    stacks: readonly StackName[],
): Promise<readonly string[]> {
    const seen = stacks.map(async (stack) => {
        const { argoNamespace, instance, overlay } = scene.watched[stack];
        const own = await list(instance, "pods,deployments,services,configmaps,secrets");
        const beside = await list(argoNamespace, "applications,appprojects,imageupdaters,secrets");
        const text = await scene.lab.repository.fileText(
            `manifests/overlays/${OVERLAYS[stack]}/kustomization.yaml`,
        );
        return [...own, ...beside.filter((line) => line.includes(instance)), `${overlay}: ${text}`];
    });
    return (await Promise.all(seen)).flat();
}

/**
 * Kind, name, identity and what is asked for. Of what has no specification the version: Secrets do
 * not belong in a test's report.
 */
async function list(namespace: string, kinds: string): Promise<string[]> {
    const template =
        // Without what is on its way out: a pod that was replaced goes when its time has come.
        "{{range .items}}{{if not .metadata.deletionTimestamp}}" +
        "{{.kind}} {{.metadata.name}} {{.metadata.uid}} " +
        "{{.metadata.labels}} {{.metadata.annotations}} " +
        '{{if .spec}}{{.spec}}{{else}}{{.metadata.resourceVersion}}{{end}}{{"\\n"}}{{end}}{{end}}';
    const found = await kubectl([
        "-n",
        namespace,
        "get",
        kinds,
        `--output=go-template=${template}`,
    ]);
    return found.replace(REFRESH, "").split("\n").filter(Boolean).sort();
}
