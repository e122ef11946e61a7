import { CreateRequest, CreateResponse, InitializationError } from "../protocol/provider";
import { containsUnknowns, Properties, textAt, without } from "../protocol/values";
import { annotation, annotations, idOf } from "./annotations";
import { ApiError, NoMatchError } from "./apiError";
import { ApplyError, createObject } from "./apply";
import { AwaitError } from "./await/awaitError";
import { waitForConditions } from "./await/conditions";
import { awaitReady } from "./await/ready";
import { checkpoint, objectOf } from "./checkpoint";
import { isCustomResourceDefinition, kindOf, kindOfToken } from "./kinds";
import { uniqueName } from "./naming";
import type { Session } from "./session";

/** What a preview answers when the API server cannot be asked: the inputs. */
function inputsOnly(request: CreateRequest): CreateResponse {
    return { id: "", state: request.inputs };
}

/** Makes an object and waits until it is ready; in a preview, asks what would be made. */
export async function createKubernetesObject(
    request: CreateRequest,
    session: Session | undefined,
): Promise<CreateResponse> {
    const { preview, urn } = request;
    const object = objectOf(request.inputs);
    if (session === undefined) {
        return inputsOnly(request);
    }
    if (preview && (containsUnknowns(object) || !(await kindExists(session, object)))) {
        return inputsOnly(request);
    }
    const fieldManager =
        annotation(object, annotations.patchFieldManager) || uniqueName("pulumi-kubernetes-");
    const bookkeeping = { apiVersion: textAt(object, "apiVersion"), fieldManager };
    // A condition that cannot be read must not leave behind an object that nobody knows of.
    waitForConditions(object);

    let created: Properties;
    try {
        created = await createObject(session, { urn, object, fieldManager, preview });
    } catch (error) {
        if (preview && isExpectedInPreview(error)) {
            return inputsOnly(request);
        }
        throw creationError(request, error);
    }
    if (preview) {
        const planned = without(created, "status");
        return { id: "", state: checkpoint(object, planned, request.inputs, bookkeeping) };
    }
    try {
        const live = await awaitReady(session, {
            urn,
            inputs: object,
            applied: created,
            isUpdate: false,
            timeout: request.timeout,
        });
        if (isCustomResourceDefinition(object)) {
            session.discovery.reset();
        }
        return { id: idOf(live), state: checkpoint(object, live, request.inputs, bookkeeping) };
    } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const problems = error instanceof AwaitError ? error.problems : [];
        const last = error instanceof AwaitError ? error.object : created;
        const message =
            `resource "${urn}" was successfully created, but the Kubernetes API server ` +
            `reported that it failed to fully initialize or become live: ${reason}`;
        throw new InitializationError(
            message,
            idOf(last),
            checkpoint(object, last, request.inputs, bookkeeping),
            [message, ...problems],
        );
    }
}

/** Whether the API server has the object's kind. */
export async function kindExists(session: Session, object: Properties): Promise<boolean> {
    try {
        await session.discovery.mapping(kindOf(object));
        return true;
    } catch {
        return false;
    }
}

/** Refusals that say nothing about the update: what is missing or in the way may have changed. */
function isExpectedInPreview(error: unknown): boolean {
    const answer = error instanceof ApplyError ? error.answer : error;
    return (
        answer instanceof ApiError &&
        (answer.isForbidden ||
            answer.isNamespaceNotFound ||
            answer.isDryRunUnsupported ||
            answer.isAlreadyExists)
    );
}

function creationError(request: CreateRequest, error: unknown): Error {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof NoMatchError) {
        const { apiVersion, kind } = kindOfToken(request.type);
        return new Error(
            `creation of resource "${request.urn}" with kind ${apiVersion}/${kind} failed because ` +
                "the Kubernetes API server reported that the apiVersion for this resource does " +
                `not exist. Verify that any required CRDs have been created: ${reason}`,
            { cause: error },
        );
    }
    return new Error(
        `resource "${request.urn}" was not successfully created by the Kubernetes API server: ${reason}`,
        { cause: error },
    );
}
