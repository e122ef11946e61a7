import { setTimeout as sleep } from "node:timers/promises";
import { Properties } from "../protocol/values";
import { annotations, isAnnotationTrue, nameOf, withMetadata } from "./annotations";
import { ApiError, NoMatchError } from "./apiError";
import { uniqueName } from "./naming";
import { CREATE_MANAGER, hasCreateManager } from "./managedFields";
import type { Session } from "./session";

const RETRIES = 5;
const FIRST_PAUSE_MILLISECONDS = 1000;
const CONFLICT_HELP =
    "server-side apply field conflict detected, see https://www.pulumi.com/registry/packages/kubernetes/" +
    "how-to-guides/managing-resources-with-server-side-apply/#handle-field-conflicts-on-existing-resources " +
    "for troubleshooting help";
const EXISTS_HELP = `The resource already exists in the cluster. This can happen when:

  - Renaming a Pulumi resource: use an alias to preserve the identity,
    or use deleteBeforeReplace if the resource needs replacement.
  - Managing an existing resource: use a Patch resource (e.g. NamespacePatch)
    to manage specific fields without owning the resource lifecycle.
  - Adopting a resource into Pulumi: use \`pulumi import\`. Note that
    protected resources (e.g. kube-system) cannot be deleted on destroy.
  - Intentional upsert: set upsertExistingObjects on the provider to allow
    server-side apply to update existing objects on create.`;

/** The API server refused; `cause` is its answer. */
export class ApplyError extends Error {
    constructor(
        message: string,
        readonly answer: ApiError,
    ) {
        super(message, { cause: answer });
    }
}

export interface ApplyOptions {
    readonly urn: string;
    readonly object: Properties;
    readonly fieldManager: string;
    /** Only ask what would happen. */
    readonly preview: boolean;
}

/**
 * Makes an object. What is missing (its namespace, its CustomResourceDefinition) may be on its way,
 * so that it is tried again for half a minute.
 *
 * @throws {ApplyError | ApiError | NoMatchError}
 */
export async function createObject(session: Session, options: ApplyOptions): Promise<Properties> {
    const { urn, preview } = options;
    let pause = FIRST_PAUSE_MILLISECONDS;
    for (let attempt = 0; ; attempt++) {
        try {
            const created = await tryToCreate(session, options);
            session.log.status("info", urn, "");
            return created;
        } catch (error) {
            const answer = error instanceof ApplyError ? error.answer : error;
            const missing =
                answer instanceof NoMatchError ||
                (answer instanceof ApiError &&
                    answer.isNotFound &&
                    !(preview && answer.isNamespaceNotFound));
            if (!missing || attempt >= RETRIES || session.cancelled.aborted) {
                throw error;
            }
            const reason = error instanceof Error ? error.message : String(error);
            session.log.status("info", urn, `Retry #${attempt}; creation failed: ${reason}`);
            await sleep(pause, undefined, { signal: session.cancelled }).catch(() => undefined);
            pause *= 2;
        }
    }
}

async function tryToCreate(session: Session, options: ApplyOptions): Promise<Properties> {
    const { object, preview } = options;
    const path = await session.discovery.objectPath(object);
    if (session.settings.upsertExistingObjects) {
        return await upsertObject(session, path, options);
    }
    try {
        return await session.client.request("POST", path.slice(0, path.lastIndexOf("/")), {
            body: object,
            query: { fieldManager: CREATE_MANAGER, ...dryRun(preview) },
        });
    } catch (error) {
        if (error instanceof ApiError && error.isAlreadyExists) {
            throw new ApplyError(`${error.message}\n\n${EXISTS_HELP}`, error);
        }
        throw error;
    }
}

async function upsertObject(
    session: Session,
    path: string,
    options: ApplyOptions,
): Promise<Properties> {
    const force = options.preview || forces(session, options.object);
    try {
        return await applyObject(session, path, { ...options, force });
    } catch (error) {
        const answer = error instanceof ApplyError ? error.answer : error;
        if (!options.preview || !(answer instanceof ApiError && answer.isImmutableField)) {
            throw error;
        }
        // The object will be replaced: see what would happen to it under another name.
        const name = uniqueName(nameOf(options.object));
        const text = `Preview creation failed due to immutable fields; retrying with name "${name}"`;
        session.log.message("info", options.urn, text);
        const renamed = withMetadata(options.object, "name", name);
        const renamedPath = await session.discovery.objectPath(renamed);
        return await applyObject(session, renamedPath, { ...options, object: renamed, force });
    }
}

/** Whether the user lets the provider take fields over from other managers. */
export function forces(session: Session, inputs: Properties): boolean {
    return isAnnotationTrue(inputs, annotations.patchForce) || session.settings.patchForce;
}

/** Whether an update takes fields over from other managers. */
export function forcesUpdate(
    session: Session,
    inputs: Properties,
    live: Properties,
    preview: boolean,
): boolean {
    const managed = (live["metadata"] as Properties | undefined)?.["managedFields"];
    return (
        forces(session, inputs) ||
        // A real update moves these fields before it applies; a preview cannot.
        (preview && hasCreateManager(live)) ||
        !Array.isArray(managed) ||
        managed.length === 0
    );
}

/**
 * Server-side apply of an object at its URL path.
 *
 * @throws {ApplyError} for a conflict with another manager, {@link ApiError} for the rest
 */
export async function applyObject(
    session: Session,
    path: string,
    options: ApplyOptions & { readonly force: boolean },
): Promise<Properties> {
    const { fieldManager, force, object, preview } = options;
    try {
        return await session.client.request("PATCH", path, {
            body: object,
            contentType: "application/apply-patch+yaml",
            query: { fieldManager, force: String(force), ...dryRun(preview) },
        });
    } catch (error) {
        if (error instanceof ApiError && error.isConflict) {
            throw new ApplyError(
                `${CONFLICT_HELP}\nThe resource managed by field manager "${fieldManager}" had an apply conflict: ${error.message}`,
                error,
            );
        }
        throw error;
    }
}

export function dryRun(preview: boolean): Record<string, string> {
    return preview ? { dryRun: "All" } : {};
}
