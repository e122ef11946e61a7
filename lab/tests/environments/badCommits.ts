import * as yaml from "yaml";
import { z } from "zod";

import type { Watched } from "../../loop/hops";
import { waitFor } from "../../wait";

/** An overlay whose Deployments have so many seconds to make progress; base's time if undefined. */
export function withDeadline(overlay: string, seconds: number | undefined): string {
    const patch = [{ op: "replace", path: "/spec/progressDeadlineSeconds", value: seconds }];
    return edited(overlay, (document) => {
        if (seconds === undefined) {
            document.delete("patches");
        } else {
            document.set("patches", [
                { target: { kind: "Deployment" }, patch: yaml.stringify(patch) },
            ]);
        }
    });
}

/** An overlay that generates a Secret, a kind that comes from the stack and never from Git. */
export function withForbidden(overlay: string): string {
    return edited(overlay, (document) => {
        document.set("secretGenerator", [{ name: "generated", literals: ["a=b"] }]);
    });
}

/** Why Argo CD refuses {@link withForbidden}. */
export const FORBIDDEN =
    /^ {2}Secret generated-\w+: resource :Secret is not permitted in project letsgo-app-prod$/m;

/** An overlay that gives an image another tag. */
export function withTag(overlay: string, image: string, tag: string): string {
    const { images } = z
        .looseObject({ images: z.array(z.looseObject({ name: z.string() })) })
        .parse(yaml.parse(overlay));
    return edited(overlay, (document) => {
        document.setIn(["images", images.findIndex(({ name }) => name === image), "newTag"], tag);
    });
}

function edited(text: string, edit: (document: yaml.Document) => void): string {
    const document = yaml.parseDocument(text);
    edit(document);
    return document.toString();
}

const deployment = z.object({ spec: z.object({ progressDeadlineSeconds: z.number() }) });

/** Waits until the backend has so many seconds to make progress. */
export async function deadlineIs({ api, instance }: Watched, seconds: number): Promise<void> {
    await waitFor(
        async () => {
            const path = `/apis/apps/v1/namespaces/${instance}/deployments/backend`;
            const now = (await api.get(path, deployment))?.spec.progressDeadlineSeconds;
            return now === seconds
                ? { met: true, value: undefined }
                : { met: false, state: `${now ?? "none"} s` };
        },
        { what: `a deadline of ${seconds} s`, deadlineSeconds: 180 },
    );
}

const application = z.object({
    status: z.object({
        operationState: z
            .object({
                phase: z.string(),
                retryCount: z.number().default(0),
                message: z.string().default(""),
                syncResult: z.object({ revision: z.string() }).optional(),
            })
            .optional(),
    }),
});

/** The last sync of an environment, or the one that is running. */
export async function seeOperation({ api, argoNamespace, instance }: Watched): Promise<{
    readonly phase: string;
    readonly retries: number;
    readonly revision: string;
    readonly message: string;
}> {
    const path = `/apis/argoproj.io/v1alpha1/namespaces/${argoNamespace}/applications/${instance}`;
    const state = (await api.get(path, application))?.status.operationState;
    return {
        phase: state?.phase ?? "none",
        retries: state?.retryCount ?? 0,
        revision: state?.syncResult?.revision ?? "",
        message: state?.message ?? "",
    };
}
