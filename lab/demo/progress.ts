import type { EngineEvent } from "@pulumi/pulumi/automation";

/** Turns the engine's events into a line for every resource that takes part in the plot. */
export function waitingFor(say: (line: string) => void): (event: EngineEvent) => void {
    return ({ resOutputsEvent }) => {
        const metadata = resOutputsEvent?.metadata;
        if (metadata && metadata.op !== "same" && TOLD.test(metadata.type)) {
            say(`${metadata.op} ${metadata.type.split(":").at(-1) ?? ""} ${nameOf(metadata.urn)}`);
        }
    };
}

const TOLD =
    /:(Repository|RepositoryDeployKey|Release|AppProject|Application|ImageUpdater)$|core\/v1:Namespace$/;

function nameOf(urn: string): string {
    return urn.split("::").at(-1) ?? urn;
}
