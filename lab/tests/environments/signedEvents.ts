import type { DeliveryEntry, Numbered } from "../../github/journal";
import { signatures } from "../../github/webhooks/webhooks";
import { kubectl } from "../../inside";
import { ARGO_CD_HOST } from "../../network/addresses";
import type { Scene } from "./scene";

/** The two ways in for events: where they are sent, and the Secret with what they are signed with. */
export const RECEIVERS = {
    push: {
        url: `https://${ARGO_CD_HOST}/api/webhook`,
        secret: { name: "letsgo-app-webhooks", key: "github" },
    },
    package: {
        url: `https://${ARGO_CD_HOST}/webhook?type=ghcr.io`,
        secret: { name: "argocd-image-updater-secret", key: "webhook.ghcr-secret" },
    },
} as const;

export type EventName = keyof typeof RECEIVERS;

export const EVENTS = Object.keys(RECEIVERS) as EventName[];

/** What a receiver said. */
export interface Said {
    readonly status: number;
    readonly text: string;
}

/** Sends an event as GitHub does, through the Ingress; without a secret it has no signature. */
export async function sendEvent(event: EventName, body: string, secret?: string): Promise<Said> {
    const response = await fetch(RECEIVERS[event].url, {
        method: "POST",
        headers: {
            "content-type": "application/json",
            "x-github-event": event,
            ...signatures(secret, body),
        },
        body,
        signal: AbortSignal.timeout(10_000),
    });
    return { status: response.status, text: (await response.text()).trim() };
}

/** The secret that the receiver of an event checks signatures with. */
export async function secretOf(scene: Scene, event: EventName): Promise<string> {
    const { name, key } = RECEIVERS[event].secret;
    const template = `--output=go-template={{index .data "${key}"}}`;
    const { argoNamespace } = scene.watched.dev;
    const encoded = await kubectl(["-n", argoNamespace, "get", "secret", name, template]);
    return Buffer.from(encoded, "base64").toString();
}

/** The number of the last delivery so far. */
export async function lastDelivery(scene: Scene): Promise<number> {
    return await scene.lab.gitHub.newest("deliveries");
}

/** What this repository's webhooks have delivered of an event, after a number, oldest first. */
export async function delivered(
    scene: Scene,
    event: EventName,
    after: number,
): Promise<Numbered<DeliveryEntry>[]> {
    const entries = await scene.lab.gitHub.deliveries(after);
    return entries.filter(
        (entry) => entry.event === event && entry.repository === scene.lab.repository.fullName,
    );
}
