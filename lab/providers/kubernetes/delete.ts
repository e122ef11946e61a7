import { DeleteRequest, InitializationError } from "../protocol/provider";
import { Properties } from "../protocol/values";
import { annotation, annotations, idOf, parseId } from "./annotations";
import { ApiError, NoMatchError } from "./apiError";
import { AwaitError } from "./await/awaitError";
import { awaitDeleted } from "./await/deleted";
import { checkpoint, fieldManagerOf, initialApiVersion, parseCheckpoint } from "./checkpoint";
import type { Session } from "./session";

/** Deletes an object and waits until it is gone; one that is not there is fine. */
export async function deleteKubernetesObject(
    request: DeleteRequest,
    session: Session,
): Promise<void> {
    const { inputs, live } = parseCheckpoint(request.state);
    try {
        const path = await session.discovery.objectPath(live, parseId(request.id).name);
        await session.client.request("DELETE", path, {
            body: {
                apiVersion: "v1",
                kind: "DeleteOptions",
                propagationPolicy: propagationPolicy(inputs),
            },
        });
        const { urn, timeout } = request;
        await awaitDeleted(session, { urn, path, inputs, object: live, timeout });
    } catch (error) {
        // Without its CustomResourceDefinition there is no such object any more.
        if (error instanceof NoMatchError || (error instanceof ApiError && error.isNotFound)) {
            return;
        }
        if (error instanceof AwaitError) {
            const state = checkpoint(live, error.object, request.state, {
                apiVersion: initialApiVersion(request.state, {}),
                fieldManager: fieldManagerOf(request.state),
            });
            throw new InitializationError(error.message, idOf(error.object), state, [
                error.message,
                ...error.problems,
            ]);
        }
        throw error;
    }
}

/** What happens to dependents: by default they go first. */
export function propagationPolicy(inputs: Properties): "Orphan" | "Background" | "Foreground" {
    switch (annotation(inputs, annotations.deletionPropagation).toLowerCase()) {
        case "orphan":
            return "Orphan";
        case "background":
            return "Background";
        default:
            return "Foreground";
    }
}
