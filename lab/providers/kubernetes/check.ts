import type { CheckRequest, CheckResponse } from "../protocol/provider";
import type { EngineLog } from "../protocol/engineLog";
import { display, objectAt, Properties } from "../protocol/values";
import { annotations, namespaceOf, withLabel, withMetadata } from "./annotations";
import { objectOf, withSecretsOf } from "./checkpoint";
import type { Discovery } from "./discovery";
import { isNamespaced } from "./discovery";
import { kindOfToken } from "./kinds";
import { isGenerateName, withAdoptedName, withAutomaticName } from "./naming";
import { normalize } from "./normalize";
import type { Settings } from "./session";

const MANAGED_BY = "app.kubernetes.io/managed-by";

const HOOK_WARNING =
    "This resource contains Helm hooks that are not currently supported by Pulumi. The resource " +
    "will be created, but any hooks will not be executed. This warning can be disabled by setting " +
    "the PULUMI_K8S_SUPPRESS_HELM_HOOK_WARNINGS environment variable";

/** Completes an object's inputs: normal form, a name, a namespace. */
export async function checkObject(
    request: CheckRequest,
    context: {
        readonly settings: Settings;
        readonly log: EngineLog;
        /** Undefined while the cluster cannot be reached. */
        readonly discovery: Discovery | undefined;
    },
): Promise<CheckResponse> {
    const { settings } = context;
    let object = normalize(objectOf(request.news));
    warnOfAnnotations(object, request.urn, context);

    const old = objectOf(request.olds);
    if (Object.keys(old).length > 0) {
        object = withAdoptedName(object, old);
        const managedBy = objectAt(old, "metadata", "labels")[MANAGED_BY];
        if (managedBy === "pulumi") {
            object = withLabel(object, MANAGED_BY, managedBy);
        }
    } else {
        object = withAutomaticName(object, request.name, request.randomSeed, request.autonaming);
    }
    if (isGenerateName(object)) {
        throw new Error(
            "the `.metadata.generateName` field is not supported in Server-Side Apply mode",
        );
    }
    // The real provider does not tell a namespace that is not known yet from a missing one: its
    // previews show the default.
    if (settings.defaultNamespace !== "" && namespaceOf(object) === "") {
        if (await isNamespaced(kindOfToken(request.type), context.discovery)) {
            object = withMetadata(object, "namespace", settings.defaultNamespace);
        }
    }
    return { inputs: withSecretsOf(object, request.news) };
}

function warnOfAnnotations(
    object: Properties,
    urn: string,
    { log, settings }: { readonly log: EngineLog; readonly settings: Settings },
): void {
    let hasHook = false;
    for (const [key, value] of Object.entries(objectAt(object, "metadata", "annotations"))) {
        if (key.startsWith(annotations.autonamed)) {
            const text = `ignoring user-specified value for internal annotation "${key}"`;
            log.message("warning", urn, text);
        }
        hasHook ||= key.startsWith(annotations.helmHook) && display(value).includes("test");
    }
    if (hasHook && !settings.suppressHelmHookWarnings) {
        log.message("warning", urn, HOOK_WARNING);
    }
}
