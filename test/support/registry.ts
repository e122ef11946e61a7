import * as pulumi from "@pulumi/pulumi";

import { dropPromiseStacks } from "./promiseStacks";
import { holdWarnings } from "./warnings";

/** One resource as the engine would have been told of it. */
export interface Registered {
    readonly type: string;
    readonly name: string;
    /** Inputs with secrets unwrapped, for assertions on values. */
    readonly inputs: Readonly<Record<string, unknown>>;
    /** Inputs as the engine is told them: secrets in their envelopes. */
    readonly told: Readonly<Record<string, unknown>>;
    /** Dotted paths of the inputs that were secret. */
    readonly secretInputs: readonly string[];
    /** `urn::id` of an explicit provider, `""` for a default one or a component. */
    readonly provider: string;
    /** Identifier of a resource that is read or imported, `""` otherwise. */
    readonly id: string;
}

/** Options of a resource that the engine's protocol does not show a mock. */
export interface RegisteredOptions {
    readonly type: string;
    readonly name: string;
    readonly options: pulumi.CustomResourceOptions;
    readonly custom: boolean;
}

export interface RegistryOptions {
    readonly preview?: boolean;
    readonly stack?: string;
    /** Name in `Pulumi.yaml`; this project's if absent. */
    readonly project?: string;
    /** Outputs a provider would add, by type token; `id` is that of a resource that is read. */
    readonly outputs?: Readonly<
        Record<
            string,
            (inputs: Record<string, unknown>, id: string, name: string) => Record<string, unknown>
        >
    >;
    /** Answers of functions, by token; a function that is not listed is an error. */
    readonly calls?: Readonly<
        Record<string, (inputs: Record<string, unknown>) => Record<string, unknown>>
    >;
}

const SECRET = "4dabf18193072939515e22adb298388d";
const SECRET_VALUE = "1b47061264138c4ac30d75fd1eb44270";

/** Records what a program registers, in place of an engine. One per test. */
export class Registry implements pulumi.runtime.Mocks {
    readonly resources: Registered[] = [];
    readonly calls: { readonly token: string; readonly inputs: Record<string, unknown> }[] = [];
    readonly options = new Map<string, RegisteredOptions>();

    constructor(private readonly settings: RegistryOptions = {}) {}

    /** Puts itself in the engine's place for everything registered from now on. */
    async install(): Promise<void> {
        holdWarnings();
        dropPromiseStacks();
        await pulumi.runtime.setMocks(
            this,
            this.settings.project ?? "argocd-image-drift",
            this.settings.stack ?? "dev",
            this.settings.preview ?? false,
            "acme",
        );
    }

    newResource(args: pulumi.runtime.MockResourceArgs): { id: string; state: object } {
        const secretInputs: string[] = [];
        const inputs = unwrap(args.inputs, "", secretInputs) as Record<string, unknown>;
        this.resources.push({
            type: args.type,
            name: args.name,
            inputs,
            told: args.inputs as Record<string, unknown>,
            secretInputs,
            provider: args.provider ?? "",
            id: args.id ?? "",
        });
        const outputs =
            this.settings.outputs?.[args.type]?.(inputs, args.id ?? "", args.name) ?? {};
        return {
            // A preview knows the identifier of what is there already, and no other.
            id: args.id || (this.settings.preview ? "" : `${args.name}-id`),
            state: { ...(args.inputs as object), ...outputs },
        };
    }

    call(args: pulumi.runtime.MockCallArgs): Record<string, unknown> {
        const inputs = args.inputs as Record<string, unknown>;
        this.calls.push({ token: args.token, inputs });
        const answer = this.settings.calls?.[args.token];
        if (!answer) {
            throw new Error(`The test has no answer for the function ${args.token}.`);
        }
        return answer(inputs);
    }

    /** Pass as a resource's `transformations`: they are inherited, and see the options. */
    readonly record: pulumi.ResourceTransformation = ({ resource, type, name, opts }) => {
        const custom = pulumi.CustomResource.isInstance(resource);
        this.options.set(`${type} ${name}`, { type, name, options: opts, custom });
        return undefined;
    };

    /** Waits until everything that was started is registered. */
    async settle(): Promise<void> {
        await pulumi.runtime.disconnect();
    }

    /** Types and names of everything registered, sorted, without components and providers. */
    list(): string[] {
        return this.resources
            .filter(({ type }) => !isOwn(type) && !type.startsWith("pulumi:"))
            .map(({ type, name }) => `${type} ${name}`)
            .sort();
    }

    /**
     * The one resource of that type and name.
     *
     * @throws if it was not registered
     */
    get(type: string, name: string): Registered {
        const found = this.resources.filter((r) => r.type === type && r.name === name);
        if (found.length !== 1 || !found[0]) {
            throw new Error(
                `${found.length} resources "${type} ${name}"; there are:\n${this.list().join("\n")}`,
            );
        }
        return found[0];
    }

    /** Options of the resource, given that `record` was passed along. */
    optionsOf(type: string, name: string): pulumi.CustomResourceOptions {
        const found = this.options.get(`${type} ${name}`);
        if (!found) {
            throw new Error(`No options recorded of "${type} ${name}".`);
        }
        return found.options;
    }
}

/** Whether a type is one of this project's components. */
export function isOwn(type: string): boolean {
    return type.startsWith("argocd-image-drift:");
}

/** The plain value of an output, once the program has settled. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
    return new Promise((resolve) => {
        output.apply(resolve);
    });
}

function unwrap(value: unknown, path: string, secretPaths: string[]): unknown {
    if (Array.isArray(value)) {
        return value.map((item, index) => unwrap(item, `${path}[${index}]`, secretPaths));
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    const record = value as Record<string, unknown>;
    if (record[SECRET] === SECRET_VALUE) {
        secretPaths.push(path);
        return unwrap(record["value"], path, []);
    }
    return Object.fromEntries(
        Object.entries(record).map(([key, item]) => [
            key,
            unwrap(item, path === "" ? key : `${path}.${key}`, secretPaths),
        ]),
    );
}
