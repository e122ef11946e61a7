import { InitializationError, ReadRequest, ReadResponse } from "../protocol/provider";
import { isProperties, objectAt, Properties, textAt, without } from "../protocol/values";
import {
    annotation,
    annotations,
    idOf,
    nameOf,
    namespaceOf,
    parseId,
    withMetadata,
} from "./annotations";
import { ApiError, NoMatchError } from "./apiError";
import { AwaitError } from "./await/awaitError";
import { checkReady } from "./await/ready";
import {
    checkpoint,
    fieldManagerOf,
    initialApiVersion,
    objectOf,
    parseCheckpoint,
    withSecretsOf,
} from "./checkpoint";
import { isBuiltIn, kindOf, kindOfToken } from "./kinds";
import { uniqueName } from "./naming";
import { normalize } from "./normalize";
import { prune } from "./prune";
import type { Session } from "./session";

/** Annotations that controllers write, which nobody means to import. */
const FOREIGN_ANNOTATIONS = ["deployment.kubernetes.io/revision", annotations.lastApplied];

/** The live object; undefined when it is gone, or its kind is. */
export async function readKubernetesObject(
    request: ReadRequest,
    session: Session,
): Promise<ReadResponse | undefined> {
    const { namespace, name } = parseId(request.id);
    if (name === "") {
        throw new Error(
            `failed to read resource because of a failure to parse resource name from request ID: ${request.id}`,
        );
    }
    const { live: lastLive } = parseCheckpoint(request.state);
    let inputs = normalize(objectOf(request.inputs));
    const isImport = !hasKind(inputs) && !hasKind(lastLive);
    if (!hasKind(inputs)) {
        inputs = withIdentity(
            { ...inputs, ...(isImport ? kindOfToken(request.type) : kindOf(lastLive)) },
            namespace,
            name,
        );
    }
    const bookkeeping = {
        apiVersion: initialApiVersion(request.state, inputs),
        fieldManager:
            annotation(inputs, annotations.patchFieldManager) ||
            fieldManagerOf(request.state) ||
            uniqueName("pulumi-kubernetes-"),
    };

    let live: Properties;
    let failure: AwaitError | undefined;
    try {
        live = await session.client.request(
            "GET",
            await session.discovery.objectPath(inputs, name),
        );
        if (!isImport) {
            failure = await notReady(session, request.urn, inputs, live);
        }
    } catch (error) {
        if (error instanceof NoMatchError || (error instanceof ApiError && error.isNotFound)) {
            return undefined;
        }
        throw error;
    }

    const pruned = prune(live, inputs);
    const liveInputs = isImport ? { ...pruned, ...importedFields(live) } : pruned;
    const found: ReadResponse = {
        id: request.id === "" ? idOf(live) : request.id,
        state: checkpoint(liveInputs, live, request.inputs, bookkeeping),
        inputs: withSecretsOf(liveInputs, request.inputs),
    };
    if (failure !== undefined) {
        throw new InitializationError(
            failure.message,
            found.id,
            found.state,
            [failure.message, ...failure.problems],
            found.inputs,
        );
    }
    return found;
}

async function notReady(
    session: Session,
    urn: string,
    inputs: Properties,
    live: Properties,
): Promise<AwaitError | undefined> {
    try {
        await checkReady(session, urn, inputs, live);
        return undefined;
    } catch (error) {
        if (error instanceof AwaitError) {
            return error;
        }
        throw error;
    }
}

function hasKind(object: Properties): boolean {
    return textAt(object, "apiVersion") !== "" || textAt(object, "kind") !== "";
}

function withIdentity(object: Properties, namespace: string, name: string): Properties {
    const named = nameOf(object) === "" ? withMetadata(object, "name", name) : object;
    return namespaceOf(named) === "" && namespace !== ""
        ? withMetadata(named, "namespace", namespace)
        : named;
}

/** What an import takes for inputs: of built-in kinds all but what the cluster writes. */
function importedFields(live: Properties): Properties {
    if (!isBuiltIn(kindOf(live))) {
        return {};
    }
    const metadata = without(
        objectAt(live, "metadata"),
        "creationTimestamp",
        "generation",
        "managedFields",
        "resourceVersion",
        "uid",
    );
    const { annotations: all } = metadata;
    return {
        ...without(live, "status"),
        metadata: {
            ...metadata,
            ...(isProperties(all) && { annotations: without(all, ...FOREIGN_ANNOTATIONS) }),
        },
    };
}
