/** What this project asks of its own workflows besides what linters do. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import { isMap, isScalar, isSeq, parse, parseDocument, visit } from "yaml";
import { z } from "zod";

import { faultsOfState } from "./stateRules";

const ROOT = resolve(__dirname, "..", "..");

/** What a job may write, in any workflow. */
const WRITABLE = ["id-token", "issues", "pull-requests"];

/** Events whose runs have secrets and a token that writes, whoever has caused them. */
const DANGEROUS_EVENTS = ["pull_request_target", "workflow_run", "issue_comment"];

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const permissions = z.union([z.string(), z.record(z.string(), z.string())]);

const step = z.looseObject({
    id: z.string().optional(),
    uses: z.string().optional(),
    run: z.string().optional(),
    with: z.record(z.string(), text).default({}),
});

const job = z.looseObject({
    uses: z.string().optional(),
    permissions: permissions.optional(),
    "runs-on": z.string().optional(),
    "timeout-minutes": text.optional(),
    if: z.string().optional(),
    environment: z.unknown().optional(),
    env: z.record(z.string(), text).default({}),
    steps: z.array(step).default([]),
});

const workflow = z.looseObject({
    on: z.union([z.string(), z.array(z.string()), z.record(z.string(), z.unknown())]),
    permissions: permissions.optional(),
    env: z.record(z.string(), text).default({}),
    jobs: z.record(z.string(), job),
});

type Workflow = z.output<typeof workflow>;
type Job = z.output<typeof job>;

/** What is wrong with a workflow file; nothing if all is well. */
export function brokenRules(content: string): string[] {
    const parsed = workflow.parse(parse(content));
    return [
        ...faultsOfPins(content),
        ...faultsOfWhole(parsed),
        ...Object.entries(parsed.jobs).flatMap(([name, each]) =>
            faultsOfJob(each, eventsOf(parsed)).map((fault) => `job ${name}: ${fault}`),
        ),
    ];
}

/** Every action of others in a workflow: `owner/name@commit # version`. */
export function actionsIn(content: string): string[] {
    return usesIn(content)
        .filter(({ action }) => !action.startsWith("./"))
        .map(({ action, comment }) => `${action} #${comment}`);
}

function usesIn(content: string): { action: string; comment: string }[] {
    const found: { action: string; comment: string }[] = [];
    visit(parseDocument(content), {
        Pair(_, { key, value }) {
            if (isScalar(key) && key.value === "uses" && isScalar(value)) {
                found.push({ action: String(value.value), comment: value.comment ?? "" });
            }
        },
    });
    return found;
}

function faultsOfPins(content: string): string[] {
    return usesIn(content).flatMap(({ action, comment }) => {
        if (action.startsWith("./")) {
            return existsSync(join(ROOT, action)) ? [] : [`${action} is not there`];
        }
        return [
            ...(/^[\w.-]+(\/[\w.-]+)+@[0-9a-f]{40}$/.test(action)
                ? []
                : [`${action} is not pinned to a commit`]),
            ...(/^ v\d+(\.\d+)+$/.test(comment) ? [] : [`${action} has no version behind it`]),
        ];
    });
}

function eventsOf({ on }: Workflow): string[] {
    return typeof on === "string" ? [on] : Array.isArray(on) ? on : Object.keys(on);
}

function faultsOfWhole(whole: Workflow): string[] {
    const { permissions: granted, env } = whole;
    const isNone = typeof granted === "object" && Object.keys(granted).length === 0;
    return [
        ...eventsOf(whole)
            .filter((event) => DANGEROUS_EVENTS.includes(event))
            .map((event) => `${event} gives secrets to strangers`),
        ...(isNone ? [] : ["permissions are not {} for the whole file: jobs ask for theirs"]),
        ...(hasSecret(env) ? ["secrets are in the environment of all jobs"] : []),
    ];
}

function faultsOfJob(each: Job, events: readonly string[]): string[] {
    const scripts = each.steps.flatMap(({ run }) => run ?? []);
    const isCall = each.uses !== undefined;
    return [
        ...faultsOfPermissions(each),
        ...(isCall || each["timeout-minutes"] !== undefined ? [] : ["no timeout"]),
        ...(isCall || /-\d/.test(each["runs-on"] ?? "") ? [] : ["no version of the runner"]),
        ...(hasSecret(each.env) ? ["secrets are in the environment of all steps"] : []),
        ...faultsOfState(each),
        ...(JSON.stringify(each).includes("secrets.") && each.environment === undefined
            ? ["has secrets, and no environment to ask for approval"]
            : []),
        ...(events.includes("pull_request") && JSON.stringify(each).includes("secrets.")
            ? faultsOfForkGuard(each)
            : []),
        ...each.steps
            .filter(({ uses }) => uses?.startsWith("actions/checkout@"))
            .filter((checkout) => checkout.with["persist-credentials"] !== "false")
            .map(() => "the checkout leaves its token in the repository"),
        // None at all: whose text an expression brings cannot be seen where it stands.
        ...scripts
            .filter((script) => script.includes("${{"))
            .map(() => "an expression in a script: it belongs into env"),
        ...scripts
            .flatMap((script) => [...script.matchAll(/\bscripts\/[\w./-]+\.\w+/g)])
            .filter(([file]) => !existsSync(join(ROOT, file)))
            .map(([file]) => `${file} is not there`),
    ];
}

function faultsOfPermissions({ permissions: granted }: Job): string[] {
    if (typeof granted !== "object") {
        return ["does not say which permissions it needs"];
    }
    return Object.entries(granted)
        .filter(([scope, access]) => access !== "read" && !WRITABLE.includes(scope))
        .map(([scope, access]) => `permission ${scope}: ${access} is not one of those needed`);
}

function faultsOfForkGuard(each: Job): string[] {
    return each.if?.includes("head.repo.full_name == github.repository") === true
        ? []
        : ["runs with secrets for pull requests of forks"];
}

function hasSecret(env: Readonly<Record<string, string>>): boolean {
    return Object.values(env).some((value) => value.includes("secrets."));
}

/** The stacks that a workflow's matrices go through, where it does not ask for them. */
export function stacksIn(content: string): string[][] {
    const found: string[][] = [];
    visit(parseDocument(content), {
        Pair(_, { key, value }) {
            if (!isScalar(key) || key.value !== "stack") return;
            if (isSeq(value)) {
                found.push(value.items.map((item) => (isScalar(item) ? String(item.value) : "")));
            } else if (isScalar(value)) {
                const [, list] =
                    /fromJSON\(vars\.STACKS \|\| '([^']*)'\)/.exec(String(value.value)) ?? [];
                if (list !== undefined) found.push(z.array(z.string()).parse(JSON.parse(list)));
            } else if (!isMap(value)) {
                throw new Error("what is a stack here?");
            }
        },
    });
    return found;
}
