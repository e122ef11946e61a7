/** What a rule says of the checks it requires, from what has been reported for a commit. */
import type { RepositoryRecord } from "./model";

/** As GitHub words it; nothing more is wanted of one that has passed. */
type CheckState = "passed" | "expected" | "in progress" | "pending" | "failing";

const GOOD_CONCLUSIONS: readonly (string | null)[] = ["success", "neutral", "skipped"];

/**
 * What is still wanted, in GitHub's words; nothing if all have passed. A check goes by the name of a
 * check run, which is that of a job of Actions, or by the context of a status.
 *
 * @param sha the commit that is to get on the branch; absent for one of which nothing can be known
 */
export function wantedOfChecks(
    { checkRuns, statuses }: Pick<RepositoryRecord, "checkRuns" | "statuses">,
    names: readonly string[],
    sha?: string,
): string | undefined {
    const wanting = names
        .map((name) => {
            // The last one of each kind counts.
            const run = checkRuns.findLast((one) => one.sha === sha && one.name === name);
            const status = statuses.findLast((one) => one.sha === sha && one.context === name);
            const state = worst([
                ...(run ? [stateOfRun(run)] : []),
                ...(status ? [stateOfStatus(status)] : []),
            ]);
            return { name, state };
        })
        .filter(({ state }) => state !== "passed");
    const [first, ...others] = wanting;
    if (first === undefined) {
        return undefined;
    }
    if (others.length === 0) {
        return `Required status check "${first.name}" is ${first.state}.`;
    }
    const count = `${wanting.length} of ${names.length} required status checks`;
    return others.every(({ state }) => state === first.state)
        ? `${count} are ${first.state}.`
        : `${count} have not succeeded: ${kinds(wanting.map(({ state }) => state))}.`;
}

function stateOfRun({ status, conclusion }: RepositoryRecord["checkRuns"][number]): CheckState {
    if (status !== "completed") {
        return "in progress";
    }
    return GOOD_CONCLUSIONS.includes(conclusion) ? "passed" : "failing";
}

function stateOfStatus({ state }: RepositoryRecord["statuses"][number]): CheckState {
    switch (state) {
        case "success":
            return "passed";
        case "pending":
            return "pending";
        case "error":
        case "failure":
            return "failing";
    }
}

/** One of a name may have passed as a status and failed as a run. */
function worst(states: readonly CheckState[]): CheckState {
    const order: readonly CheckState[] = ["failing", "pending", "in progress", "passed"];
    return order.find((state) => states.includes(state)) ?? "expected";
}

/** `1 expected and 1 failing`: GitHub leaves out those in progress. */
function kinds(states: readonly CheckState[]): string {
    const counted = (["expected", "pending", "failing"] as const).flatMap((kind) => {
        const count = states.filter((state) => state === kind).length;
        return count === 0 ? [] : [`${count} ${kind}`];
    });
    const last = counted.slice(-2).join(" and ");
    return [...counted.slice(0, -2), last].join(", ");
}
