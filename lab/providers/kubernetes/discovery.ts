import { listAt, Properties, textAt } from "../protocol/values";
import { ApiError, NoMatchError } from "./apiError";
import type { KubeClient } from "./client";
import { isBuiltIn, isBuiltInNamespaced, kindOf, ObjectKind } from "./kinds";

/** Where the objects of a kind are. */
export interface Mapping {
    /** The plural name in URLs. */
    readonly resource: string;
    readonly namespaced: boolean;
}

type Mappings = ReadonlyMap<string, Mapping>;

/** Asks the API server which kinds it has, and remembers each group version. */
export class Discovery {
    private readonly groupVersions = new Map<string, Promise<Mappings>>();

    constructor(private readonly client: KubeClient) {}

    /**
     * Where objects of a kind are. A kind that is not known is looked for once more: its
     * CustomResourceDefinition may have come meanwhile.
     *
     * @throws {NoMatchError} if the server does not have the kind
     */
    async mapping(kind: ObjectKind): Promise<Mapping> {
        const known = await this.lookUp(kind);
        if (known !== undefined) {
            return known;
        }
        this.groupVersions.delete(kind.apiVersion);
        const found = await this.lookUp(kind);
        if (found === undefined) {
            throw new NoMatchError(kind.apiVersion, kind.kind);
        }
        return found;
    }

    /** Forgets what was learnt; after a CustomResourceDefinition was made. */
    reset(): void {
        this.groupVersions.clear();
    }

    /**
     * The URL path of a kind's objects, in a namespace ("default" if none is given).
     *
     * @throws {NoMatchError} as {@link Discovery.mapping}
     */
    async collectionPath(kind: ObjectKind, namespace: string): Promise<string> {
        const { resource, namespaced } = await this.mapping(kind);
        const scope = namespaced ? `/namespaces/${namespace || "default"}` : "";
        return `${groupVersionPath(kind.apiVersion)}${scope}/${resource}`;
    }

    /** The URL path of one object, by default named as its metadata says. */
    async objectPath(
        object: Properties,
        name = textAt(object, "metadata", "name"),
    ): Promise<string> {
        const namespace = textAt(object, "metadata", "namespace");
        return `${await this.collectionPath(kindOf(object), namespace)}/${encodeURIComponent(name)}`;
    }

    private async lookUp({ apiVersion, kind }: ObjectKind): Promise<Mapping | undefined> {
        let mappings = this.groupVersions.get(apiVersion);
        if (mappings === undefined) {
            mappings = this.fetch(apiVersion);
            this.groupVersions.set(apiVersion, mappings);
            // What failed must be asked again, not remembered.
            mappings.catch(() => this.groupVersions.delete(apiVersion));
        }
        return (await mappings).get(kind);
    }

    private async fetch(apiVersion: string): Promise<Mappings> {
        let list: Properties;
        try {
            list = await this.client.request("GET", groupVersionPath(apiVersion));
        } catch (error) {
            if (error instanceof ApiError && error.isNotFound) {
                return new Map();
            }
            throw error;
        }
        return new Map(
            listAt(list, "resources")
                // Subresources ("pods/log") have the kind of what they belong to or answer.
                .filter((entry) => !textAt(entry, "name").includes("/"))
                .map((entry) => [
                    textAt(entry, "kind"),
                    {
                        resource: textAt(entry, "name"),
                        namespaced: (entry as Properties)["namespaced"] === true,
                    },
                ]),
        );
    }
}

function groupVersionPath(apiVersion: string): string {
    return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/**
 * Whether objects of a kind live in namespaces. Built-in kinds are known without the server; a
 * kind that nobody knows (its CustomResourceDefinition is not there yet) is taken to be.
 */
export async function isNamespaced(
    kind: ObjectKind,
    discovery: Discovery | undefined,
): Promise<boolean> {
    if (isBuiltIn(kind)) {
        return isBuiltInNamespaced(kind);
    }
    try {
        return (await discovery?.mapping(kind))?.namespaced ?? true;
    } catch {
        return true;
    }
}
