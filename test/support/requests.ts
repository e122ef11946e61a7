import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";

/** What the engine would have been told of one resource beside its inputs. */
export interface Request {
    readonly type: string;
    readonly name: string;
    /** Type and name of the component it is part of. */
    readonly parent: string;
    /** Names of what must be there first, sorted: options and inputs together. */
    readonly waitsFor: readonly string[];
    /** The same for one input alone. */
    readonly inputWaitsFor: (input: string) => readonly string[];
    /** Dotted paths of the inputs that are not known yet. */
    readonly unknown: readonly string[];
    readonly protect: boolean;
    readonly retainOnDelete: boolean;
    /** Name of the resource that takes this one along when it goes, `""` for none. */
    readonly deletedWith: string;
    readonly importId: string;
    readonly ignoreChanges: readonly string[];
    readonly additionalSecretOutputs: readonly string[];
}

/** What stands in a request where a value is not known yet. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type Register = (request: RegisterResourceRequest, ...rest: unknown[]) => unknown;

/** All requests from now on, of the registry that was installed last: mocks do not show them. */
export class Requests {
    readonly all: Request[] = [];

    constructor() {
        const monitor = pulumi.runtime.getMonitor() as unknown as { registerResource: Register };
        const register = monitor.registerResource.bind(monitor);
        monitor.registerResource = (request, ...rest) => {
            this.all.push(read(request));
            return register(request, ...rest);
        };
    }

    /**
     * The one request for that type and name.
     *
     * @throws if there was none
     */
    get(type: string, name: string): Request {
        const [found, ...others] = this.all.filter((r) => r.type === type && r.name === name);
        if (!found || others.length > 0) {
            throw new Error(
                `${found ? "Several requests" : "No request"} "${type} ${name}"; there are:\n` +
                    this.all.map((request) => `${request.type} ${request.name}`).join("\n"),
            );
        }
        return found;
    }
}

function read(request: RegisterResourceRequest): Request {
    const inputs = request.getObject()?.toJavaScript() ?? {};
    return {
        type: request.getType(),
        name: request.getName(),
        parent: names([request.getParent()]).join(),
        waitsFor: names(request.getDependenciesList()),
        inputWaitsFor: (input) =>
            names(request.getPropertydependenciesMap().get(input)?.getUrnsList() ?? []),
        unknown: unknownIn(inputs, "").sort(),
        protect: request.getProtect() ?? false,
        retainOnDelete: request.getRetainondelete() ?? false,
        deletedWith: names([request.getDeletedwith()]).join(),
        importId: request.getImportid(),
        ignoreChanges: [...request.getIgnorechangesList()],
        additionalSecretOutputs: [...request.getAdditionalsecretoutputsList()],
    };
}

/** `type name` of URNs, the type without its parents'. */
function names(urns: readonly string[]): string[] {
    return urns.map((urn) => urn.split("::").slice(2).join(" ").replace(/^.*\$/, "")).sort();
}

function unknownIn(value: unknown, path: string): string[] {
    if (value === UNKNOWN) {
        return [path];
    }
    if (typeof value !== "object" || value === null) {
        return [];
    }
    const secret = "4dabf18193072939515e22adb298388d" in value;
    return Object.entries(value).flatMap(([key, item]) =>
        unknownIn(item, secret ? path : path === "" ? key : `${path}.${key}`),
    );
}
