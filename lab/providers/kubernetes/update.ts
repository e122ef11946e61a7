import { InitializationError, UpdateRequest } from "../protocol/provider";
import { at, containsUnknowns, Properties, textAt } from "../protocol/values";
import { annotation, annotations, idOf, nameOf, withMetadata } from "./annotations";
import { ApiError, NoMatchError } from "./apiError";
import { applyObject, dryRun, forcesUpdate } from "./apply";
import { AwaitError } from "./await/awaitError";
import { awaitReady } from "./await/ready";
import {
    checkpoint,
    fieldManagerOf,
    initialApiVersion,
    objectOf,
    parseCheckpoint,
} from "./checkpoint";
import { kindExists } from "./create";
import { isCustomResourceDefinition } from "./kinds";
import { adoptFields, ownersOf } from "./managedFields";
import { uniqueName } from "./naming";
import { normalize } from "./normalize";
import { parsePath, PropertyPath } from "./propertyPath";
import type { Session } from "./session";

/** Applies the new inputs and waits until the object is ready; in a preview, asks what would be. */
export async function updateKubernetesObject(
    request: UpdateRequest,
    session: Session | undefined,
): Promise<Properties> {
    const { preview, urn } = request;
    const object = normalize(objectOf(request.news));
    if (session === undefined) {
        return request.news;
    }
    if (preview && (containsUnknowns(object) || !(await kindExists(session, object)))) {
        return request.news;
    }
    const old = parseCheckpoint(request.olds);
    const oldManager = managerFor(request.olds, normalize(old.inputs));
    const fieldManager = managerFor(request.olds, object, oldManager);
    const bookkeeping = { apiVersion: initialApiVersion(request.olds, old.inputs), fieldManager };
    const stateOf = (live: Properties) => checkpoint(object, live, request.news, bookkeeping);

    try {
        const path = await session.discovery.objectPath(object, nameOf(old.live));
        const applied = await apply(session, path, request, object, fieldManager);
        if (preview) {
            return stateOf(applied);
        }
        const live = await awaitReady(session, {
            urn,
            inputs: object,
            applied,
            isUpdate: true,
            timeout: request.timeout,
        });
        if (oldManager !== fieldManager) {
            await relinquish(session, path, live, oldManager);
        }
        return stateOf(live);
    } catch (error) {
        if (preview) {
            if (error instanceof ApiError && error.isForbidden) {
                return request.news;
            }
        }
        if (error instanceof NoMatchError) {
            throw new Error(
                `update of resource "${urn}" failed because the Kubernetes API server reported ` +
                    "that the apiVersion for this resource does not exist. Verify that any " +
                    `required CRDs have been created: ${error.message}`,
                { cause: error },
            );
        }
        throw await updateError(session, urn, old.live, error, stateOf);
    }
}

/** The manager from the annotation, else the state, else a new one. */
function managerFor(state: Properties, inputs: Properties, fallback = ""): string {
    return (
        annotation(inputs, annotations.patchFieldManager) ||
        fieldManagerOf(state) ||
        fallback ||
        uniqueName("pulumi-kubernetes-")
    );
}

async function apply(
    session: Session,
    path: string,
    request: UpdateRequest,
    object: Properties,
    fieldManager: string,
): Promise<Properties> {
    const { preview, urn } = request;
    let live = await session.client.request("GET", path);
    if (isCustomResourceDefinition(object)) {
        return await session.client.request("PUT", path, {
            body: withMetadata(
                object,
                "resourceVersion",
                textAt(live, "metadata", "resourceVersion"),
            ),
            query: { fieldManager, ...dryRun(preview) },
        });
    }
    const adoption = preview ? undefined : adoptFields(live, fieldManager);
    if (adoption !== undefined) {
        live = await session.client.request("PATCH", path, {
            body: adoption,
            contentType: "application/json-patch+json",
        });
    }
    const wanted = request.ignoreChanges
        .map(parsePath)
        .reduce((inputs, ignored) => keepLive(inputs, live, ignored, fieldManager), object);
    const force = forcesUpdate(session, wanted, live, preview);
    return await applyObject(session, path, { urn, object: wanted, fieldManager, preview, force });
}

/**
 * Inputs in which an ignored field is left out when only others own it, and is as it is live
 * otherwise: leaving out what we own would unset it.
 */
function keepLive(
    inputs: Properties,
    live: Properties,
    path: PropertyPath,
    manager: string,
): Properties {
    const { own, others } = ownersOf(live, path, manager);
    const keys = path.map(String);
    const value = others && !own ? undefined : at(live, ...keys);
    return value === undefined && !(others && !own) ? inputs : replaced(inputs, keys, value);
}

function replaced(
    object: Properties,
    [key, ...rest]: readonly string[],
    value: Properties[string] | undefined,
): Properties {
    if (key === undefined) {
        return object;
    }
    const below = object[key];
    const isObject = typeof below === "object" && below !== null && !Array.isArray(below);
    if (rest.length > 0) {
        if (!isObject && value === undefined) {
            return object;
        }
        return { ...object, [key]: replaced(isObject ? (below as Properties) : {}, rest, value) };
    }
    const others = Object.fromEntries(Object.entries(object).filter(([other]) => other !== key));
    return value === undefined ? others : { ...others, [key]: value };
}

/** Gives up all fields of a manager that the resource no longer uses. */
async function relinquish(
    session: Session,
    path: string,
    live: Properties,
    fieldManager: string,
): Promise<void> {
    const { name, namespace } = live["metadata"] as Properties;
    await session.client.request("PATCH", path, {
        body: {
            apiVersion: live["apiVersion"] ?? "",
            kind: live["kind"] ?? "",
            metadata: { name: name ?? "", ...(namespace !== undefined && { namespace }) },
        },
        contentType: "application/apply-patch+yaml",
        query: { fieldManager },
    });
}

/** The object is there, so it stays in the state, with the inputs that were asked for. */
async function updateError(
    session: Session,
    urn: string,
    oldLive: Properties,
    error: unknown,
    stateOf: (live: Properties) => Properties,
): Promise<Error> {
    const reason = error instanceof Error ? error.message : String(error);
    let live: Properties;
    try {
        const path = await session.discovery.objectPath(oldLive);
        live = await session.client.request("GET", path);
    } catch (readError) {
        const text = readError instanceof Error ? readError.message : String(readError);
        return new Error(
            `update of resource "${urn}" failed: ${reason}\nunable to get cluster state: ${text}`,
            { cause: error },
        );
    }
    const message =
        `the Kubernetes API server reported that "${idOf(live)}" failed to fully initialize ` +
        `or become live: ${reason}`;
    const problems = error instanceof AwaitError ? error.problems : [];
    return new InitializationError(message, idOf(live), stateOf(live), [message, ...problems]);
}
