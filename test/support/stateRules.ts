/** What is asked of jobs that use Pulumi's state. */

interface Step {
    readonly id?: string;
    readonly uses?: string;
    readonly run?: string;
    readonly [key: string]: unknown;
}

interface Job {
    readonly env: Readonly<Record<string, string>>;
    readonly steps: readonly Step[];
}

/** The id of the step that refuses a backend that is not remote, before there is any code. */
export const GUARD = "remote";

const SECOND_LOOK = "scripts/ci/backend.ts";
const SIGN_IN = "scripts/ci/signIn.ts";

/** Whether a job asks Pulumi for a stack. */
export function usesState({ env, steps }: Job): boolean {
    return (
        "PULUMI_BACKEND_URL" in env || steps.some(({ run }) => /\bpulumi\b|signIn/.test(run ?? ""))
    );
}

export function faultsOfState(job: Job): string[] {
    if (!usesState(job)) {
        return [];
    }
    const [first] = job.steps;
    const signIn = indexOf(job, SIGN_IN);
    const isGuarded =
        first?.id === GUARD &&
        first.run?.includes("PULUMI_BACKEND_URL") === true &&
        first.if === undefined &&
        first["continue-on-error"] === undefined;
    return [
        ...(isGuarded ? [] : ["the first step does not refuse a backend that is not remote"]),
        ...(indexOf(job, SECOND_LOOK) < signIn
            ? []
            : ["signs in before it knows what Pulumi.yaml says of the backend"]),
        ...job.steps
            .slice(signIn + 1)
            .filter(({ uses }) => uses !== undefined && !uses.startsWith("actions/"))
            .map(({ uses }) => `${uses?.split("@")[0] ?? ""} comes after the sign-in`),
    ];
}

/** Where a script is run; behind all, if it is not. */
function indexOf({ steps }: Job, script: string): number {
    const index = steps.findIndex(({ run }) => run?.includes(script) === true);
    return index === -1 ? steps.length : index;
}
