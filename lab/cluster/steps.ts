import type { ServiceCommand } from "../processes/services";
import type { ReadinessCheck } from "./readiness";
import type { Step } from "./startOrder";

/** A program that is started and must become ready. */
export interface ServiceStep extends Step {
    readonly kind: "service";
    readonly service: ServiceCommand;
    /** Files whose content the service reads at its start. */
    readonly configuration: readonly string[];
    readonly ready: ReadinessCheck;
    readonly deadlineSeconds: number;
}

/** Something done once, or not at all when it is done already. */
export interface TaskStep extends Step {
    readonly kind: "task";
    /** Returns what it did, for people. */
    readonly perform: (signal: AbortSignal) => Promise<string>;
}

export type LabStep = ServiceStep | TaskStep;

type ServiceArguments = Omit<ServiceStep, "kind" | "service" | "deadlineSeconds"> &
    Omit<ServiceCommand, "name"> & {
        /** @default 60 */
        readonly deadlineSeconds?: number;
    };

/** A service step whose command bears the step's name. */
export function service(args: ServiceArguments): ServiceStep {
    const { name, after, configuration, ready, command, env, cwd } = args;
    return {
        kind: "service",
        name,
        after,
        configuration,
        ready,
        deadlineSeconds: args.deadlineSeconds ?? 60,
        service: { name, command, args: args.args, env, cwd },
    };
}
