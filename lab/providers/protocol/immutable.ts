import type {
    CheckFailure,
    CheckRequest,
    CheckResponse,
    CreateRequest,
    CreateResponse,
    DiffRequest,
    DiffResponse,
    PropertyDiff,
    Provider,
    ReadRequest,
    ReadResponse,
    UpdateRequest,
} from "./provider";
import {
    containsUnknowns,
    Properties,
    reveal,
    revealAll,
    sameValue,
    Secret,
    unknown,
} from "./values";

/** What a resource that lives only in the state is made of. */
export interface Generated {
    readonly id: string;
    /** All outputs but the inputs. */
    readonly outputs: Properties;
}

/** A kind of resource that is generated once and replaced on any change. */
export interface ImmutableResource {
    /** Values that inputs left out have in the state. */
    readonly defaults: Properties;
    /** Names of the outputs, which are unknown in a preview. */
    readonly outputs: readonly string[];
    /** Outputs that are secret. */
    readonly secrets: readonly string[];
    /** What is wrong with the inputs; they are known and not secret. */
    check(inputs: Properties): readonly CheckFailure[];
    /** Makes one from inputs completed with the defaults. */
    generate(inputs: Properties): Promise<Generated>;
    /** The state of an existing one that is imported by its id; missing if it cannot be. */
    adopt?(id: string): Properties;
}

/** A provider of resources that nothing but the state knows. */
export class ImmutableProvider implements Provider {
    constructor(private readonly resources: Readonly<Record<string, ImmutableResource>>) {}

    configure(): Promise<void> {
        return Promise.resolve();
    }

    check(request: CheckRequest): Promise<CheckResponse> {
        const resource = this.resource(request.type);
        const inputs = given(request.news);
        const failures = containsUnknowns(inputs) ? [] : resource.check(revealAll(inputs));
        return Promise.resolve({ inputs, failures });
    }

    diff(request: DiffRequest): Promise<DiffResponse> {
        const { defaults } = this.resource(request.type);
        const olds = { ...defaults, ...revealAll(request.olds) };
        const news = { ...defaults, ...revealAll(request.news) };
        const oldInputs = revealAll(request.oldInputs);
        // The state also has outputs: only what is, or was, an input can be different.
        const keys = new Set([...Object.keys(news), ...Object.keys(oldInputs)]);
        const detailed: Record<string, PropertyDiff> = {};
        for (const key of keys) {
            if (!request.ignoreChanges.includes(key) && !sameValue(olds[key], news[key])) {
                const kind = !(key in news) ? "delete" : !(key in olds) ? "add" : "update";
                detailed[key] = { kind, replace: true, inputDiff: false };
            }
        }
        const replaces = Object.keys(detailed);
        return Promise.resolve({
            changed: replaces.length > 0,
            replaces,
            diffs: replaces,
            detailed,
        });
    }

    async create(request: CreateRequest): Promise<CreateResponse> {
        const resource = this.resource(request.type);
        const inputs = { ...resource.defaults, ...request.inputs };
        if (request.preview) {
            const outputs = resource.outputs.map((key) => [key, unknown] as const);
            return {
                id: "",
                state: protect({ ...inputs, ...Object.fromEntries(outputs) }, resource),
            };
        }
        const { id, outputs } = await resource.generate(revealAll(inputs));
        return { id, state: protect({ ...inputs, ...outputs }, resource) };
    }

    read(request: ReadRequest): Promise<ReadResponse | undefined> {
        const resource = this.resource(request.type);
        if (Object.keys(request.state).length > 0) {
            return Promise.resolve(request);
        }
        if (resource.adopt === undefined) {
            throw new Error(`a ${request.type} cannot be imported`);
        }
        const state = resource.adopt(request.id);
        const inputs = Object.fromEntries(
            Object.entries(state).filter(([key]) => !resource.outputs.includes(key)),
        );
        return Promise.resolve({ id: request.id, state: protect(state, resource), inputs });
    }

    update(request: UpdateRequest): Promise<Properties> {
        throw new Error(`a ${request.type} is replaced, never updated`);
    }

    delete(): Promise<void> {
        return Promise.resolve();
    }

    private resource(type: string): ImmutableResource {
        const resource = this.resources[type];
        if (resource === undefined) {
            throw new Error(`the lab's provider has no resource ${type}`);
        }
        return resource;
    }
}

/** Inputs without those that are null: the program left them out. */
function given(inputs: Properties): Properties {
    return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== null));
}

function protect(state: Properties, { secrets }: ImmutableResource): Properties {
    return Object.fromEntries(
        Object.entries(state).map(([key, value]) => [
            key,
            secrets.includes(key) ? new Secret(reveal(value)) : value,
        ]),
    );
}
