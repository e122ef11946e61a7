import type { EngineEvent } from "@pulumi/pulumi/automation";

/** Turns the engine's events into a line for every resource that takes part in the plot. */
export function waitingFor(say: (line: string) => void): (event: EngineEvent) => void {
    return ({ resOutputsEvent }) => {
        const metadata = resOutputsEvent?.metadata;
        if (metadata && !LOOKS.has(metadata.op) && TOLD.test(metadata.type)) {
            say(`${metadata.op} ${metadata.type.split(":").at(-1) ?? ""} ${nameOf(metadata.urn)}`);
        }
    };
}

/** Operations that change nothing. */
const LOOKS: ReadonlySet<string> = new Set(["same", "read", "refresh"]);

const TOLD =
    /:(Repository|RepositoryDeployKey|Release|AppProject|Application|ImageUpdater)$|core\/v1:Namespace$/;

function nameOf(urn: string): string {
    return urn.split("::").at(-1) ?? urn;
}
