import * as fs from "node:fs/promises";

import {
    type EngineEvent,
    type LocalProgramArgs,
    LocalWorkspace,
    type OutputMap,
    type Stack,
} from "@pulumi/pulumi/automation";

import type { Exception } from "./recovery";
import { removeUnknownReleases } from "./unknownReleases";
import { backendDirectory, type EngineHome, engineEnvironment } from "./environment";

/** A configuration value; secrets are encrypted in the stack file. */
export interface Setting {
    readonly value: string;
    readonly secret?: boolean;
}

export interface LabStackArgs {
    /** `dev`, `staging`, `prod` */
    readonly name: string;
    /** Copy of the program. */
    readonly directory: string;
    readonly home: EngineHome;
    /** Goes over what the shipped stack file says. */
    readonly config: Readonly<Record<string, Setting>>;
}

/** What happened to resources in one operation: `create: 12`, `same: 3`. */
export type ChangeSummary = Readonly<Partial<Record<string, number>>>;

export interface Operation {
    readonly changes: ChangeSummary;
    /** Everything the CLI printed. */
    readonly printed: string;
}

export interface OperationOptions {
    readonly onEvent?: (event: EngineEvent) => void;
    /** Refreshes the state first. */
    readonly refresh?: boolean;
    /** Directories of policy packs, below the program's. */
    readonly policyPacks?: string[];
    /** Files with their configuration. */
    readonly policyPackConfigs?: string[];
    /** URNs, with `**` for any text, of the only resources to be touched. */
    readonly target?: string[];
}

/** One stack of the program under the real engine. */
export class LabStack {
    /** Asks for the stack's outputs. */
    readonly outputs: () => Promise<OutputMap>;

    private constructor(
        readonly name: string,
        private readonly stack: Stack,
    ) {
        this.outputs = stack.outputs.bind(stack);
        // After each operation the Automation API runs the CLI up to three times more, for the
        // history and the outputs: seconds, beside other labs, for what hardly anybody looks at.
        stack.outputs = () => Promise.resolve({});
        stack.info = () => Promise.resolve(undefined);
    }

    /** Makes the stack, or selects it if it is there, and writes its configuration. */
    static async open(args: LabStackArgs): Promise<LabStack> {
        await fs.mkdir(backendDirectory(args.home), { recursive: true });
        const program: LocalProgramArgs = { stackName: args.name, workDir: args.directory };
        const stack = await LocalWorkspace.createOrSelectStack(program, {
            envVars: engineEnvironment(args.home),
        });
        await stack.setAllConfig({ ...args.config });
        return new LabStack(args.name, stack);
    }

    /** @throws if the engine does, with what it printed */
    async up(options: OperationOptions = {}): Promise<Operation> {
        return counted(options, (counting) => this.stack.up(counting));
    }

    async preview(options: OperationOptions = {}): Promise<Operation> {
        const { stdout, stderr, changeSummary } = await this.stack.preview({ ...options });
        return { changes: changeSummary, printed: stdout + stderr };
    }

    async refresh(): Promise<Operation> {
        return counted({}, (counting) => this.stack.refresh(counting));
    }

    /** What `destroy` looks at before it asks whether to go on. */
    async previewDestroy(): Promise<Operation> {
        const { stdout, stderr, changeSummary } = await this.stack.previewDestroy();
        return { changes: changeSummary, printed: stdout + stderr };
    }

    /** Without a preview. */
    async destroy(options: OperationOptions = {}): Promise<Operation> {
        return counted(options, (counting) => this.stack.destroy(counting));
    }

    /**
     * Goes on after the engine was killed, as docs/recovery.md says.
     *
     * @param exceptions of those instructions that the attempt before has called for
     */
    async resume(
        options: Pick<OperationOptions, "onEvent"> = {},
        exceptions: ReadonlySet<Exception> = new Set(),
    ): Promise<Operation> {
        await this.stack.cancel();
        if (exceptions.has("uninstall")) {
            await removeUnknownReleases(await this.state());
        }
        const { workspace } = this.stack;
        const { envVars } = workspace;
        if (exceptions.has("take over")) {
            workspace.envVars = { ...envVars, PULUMI_K8S_UPSERT_EXISTING_OBJECTS: "true" };
        }
        try {
            return await this.up({ ...options, refresh: true });
        } finally {
            workspace.envVars = envVars;
        }
    }

    /** Gives up the lock of a run that was killed. */
    async cancel(): Promise<void> {
        await this.stack.cancel();
    }

    async configure(config: Readonly<Record<string, Setting>>): Promise<void> {
        await this.stack.setAllConfig({ ...config });
    }

    /** The state with its secrets readable, as `pulumi stack export --show-secrets` prints it. */
    async state(): Promise<string> {
        return JSON.stringify((await this.stack.exportStack()).deployment);
    }
}

/** Runs an operation, and takes what it has changed from the last of its events. */
async function counted(
    options: OperationOptions,
    operate: (options: OperationOptions) => Promise<{ stdout: string; stderr: string }>,
): Promise<Operation> {
    let changes: ChangeSummary = {};
    const onEvent = (event: EngineEvent): void => {
        changes = event.summaryEvent?.resourceChanges ?? changes;
        options.onEvent?.(event);
    };
    const { stdout, stderr } = await operate({ ...options, onEvent });
    return { changes, printed: stdout + stderr };
}

/** Operations that look at a resource and leave it as it is. */
const LOOKS: ReadonlySet<string> = new Set(["same", "read", "refresh"]);

/** Whether an operation left every resource as it was. */
export function unchanged(changes: ChangeSummary): boolean {
    return Object.entries(changes).every(([change, count]) => LOOKS.has(change) || !count);
}
