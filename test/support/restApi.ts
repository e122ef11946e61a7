import { restAnswer } from "./gitHubRest";
import type { RegistryOptions } from "./registry";

/** What GitHub answers to a path; `refused`: the provider's error, as it words it. */
export type Told = object | { readonly refused: string };

export interface RestState {
    /** Answers by path; the repository, its owner and its user are there, all else is not found. */
    readonly answers: Readonly<Record<string, Told>>;
    /** Resources in the stack's state. */
    readonly state?: readonly { readonly type: string; readonly outputs: object }[];
}

/** Answers of the provider's plain calls, and of the state, for a program under mocks. */
export function restCalls({
    answers,
    state = [],
}: RestState): NonNullable<RegistryOptions["calls"]> {
    return {
        "github:index/getRestApi:getRestApi": ({ endpoint }) => {
            const answer = answers[String(endpoint).split("?")[0] ?? ""];
            if (answer && "refused" in answer) {
                // The engine hands the text on in `details`, not in `message`.
                throw Object.assign(new Error(), {
                    details: `GET https://api.github.com/${String(endpoint)}: ${answer.refused} []`,
                });
            }
            if (!answer && /^(user|orgs\/[^/]+|repos\/[^/]+\/[^/]+)$/.test(String(endpoint))) {
                return restAnswer(String(endpoint), {}, []);
            }
            return {
                endpoint,
                headers: "{}",
                code: answer ? 200 : 404,
                body: JSON.stringify(answer ?? {}),
            };
        },
        "pulumi:pulumi:readStackResourceOutputs": ({ stackName }) => ({
            name: stackName,
            outputs: Object.fromEntries(state.map((one, index) => [`urn:${index}`, one])),
        }),
    };
}
