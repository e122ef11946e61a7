/** `npm run stack:init -- STACK`: makes a stack, and lists what it needs. */
import { RunError } from "@pulumi/pulumi/errors";

import { checkConfig } from "../../stacks/config/checkConfig";
import { environmentProblems } from "../../stacks/environmentProblems";
import { environmentFor, environments } from "../../stacks/environments";
import { Misuse } from "../wait/arguments";
import { CommandFailed } from "../wait/run";
import { readArguments, type StackInitArguments, USAGE } from "./arguments";
import { chooseFromFiles, chooseFromFindings, withChoices } from "./choose";
import { currentContext, isKubectlInstalled } from "./clusterFacts";
import { makeStack } from "./engine";
import type { Findings, Outcome, Settings, Surroundings } from "./facts";
import { originOf } from "./gitRemote";
import { lookAround } from "./lookAround";
import { lacksPassphrase, missing } from "./needs";
import { report } from "./report";
import { settingsOf, StackFile } from "./stackFile";

/** @returns the exit code */
async function main(args: readonly string[]): Promise<number> {
    if (args.includes("--help") || args.includes("-h")) {
        console.log(USAGE);
        return 0;
    }
    const asked = readArguments(args);
    const folder = process.cwd();
    const environment = environmentFor(asked.environment);
    const file = StackFile.open(folder, asked.environment);

    const surroundings = await lookAtFiles(folder, asked.environment);
    const fromFiles = chooseFromFiles(surroundings);
    const settings = withChoices(surroundings.settings, fromFiles);
    const findings = await lookAround(asked.stack, settings);
    const fromFindings = chooseFromFindings({ ...surroundings, settings }, findings);
    const choices = [...fromFiles, ...fromFindings];
    for (const { key, value } of choices) {
        file.add(key, value);
    }
    const disabledProviders = file.disableDefaultProviders();
    file.save();

    const made = await makeIfAbsent(asked, findings, file.secretsProvider);
    const source = settingsOf(folder, asked.environment);
    const problems = source
        ? checkConfig(source, environment, Object.keys(environments)).problems
        : [];
    const after = StackFile.open(folder, asked.environment);
    const outcome: Outcome = {
        ...asked,
        ...made,
        settings: withChoices(settings, fromFindings),
        others: surroundings.others,
        hasKubectl: surroundings.hasKubectl,
        findings,
        problems: [...problems, ...environmentProblems(source?.values.githubOwner)],
        ...optional("fileProvider", after.secretsProvider),
        hasPassphrase: hasPassphrase(),
        hasVolume: environment.storage !== undefined,
    };
    const done = {
        file: file.name,
        isNewFile: file.isNew,
        choices,
        disabledProviders: disabledProviders && !file.isNew,
        madeStack: made.isMade && !("why" in findings.engine) && !findings.engine.stack,
    };
    console.log(report(outcome, done).join("\n"));
    return missing(outcome).length === 0 ? 0 : 1;
}

async function lookAtFiles(folder: string, environment: string): Promise<Surroundings> {
    const [origin, hasKubectl, context] = await Promise.all([
        originOf(folder),
        isKubectlInstalled(),
        currentContext(),
    ]);
    const others = Object.keys(environments)
        .filter((name) => name !== environment)
        .flatMap((name) => {
            const source = settingsOf(folder, name);
            return source === undefined ? [] : [{ name, settings: given(source.values) }];
        });
    return {
        environment,
        settings: given(settingsOf(folder, environment)?.values ?? {}),
        others,
        hasKubectl,
        ...optional("origin", origin),
        ...optional("currentContext", context),
    };
}

/** Makes the stack, unless it is there, or Pulumi could only refuse. */
async function makeIfAbsent(
    asked: StackInitArguments,
    { engine }: Findings,
    fileProvider: string | undefined,
): Promise<Pick<Outcome, "isMade" | "isEmpty" | "refusal">> {
    if ("why" in engine) {
        return { isMade: false, isEmpty: true };
    }
    if (engine.stack !== undefined) {
        return { isMade: true, isEmpty: engine.stack.isEmpty };
    }
    const encryption = {
        ...optional("secretsProvider", asked.secretsProvider),
        ...optional("fileProvider", fileProvider),
        hasPassphrase: hasPassphrase(),
    };
    if (lacksPassphrase(encryption, engine.backend)) {
        return { isMade: false, isEmpty: true };
    }
    // Without it, Pulumi would take another provider than the one the file is encrypted by.
    const refusal = await makeStack(asked.stack, fileProvider ?? asked.secretsProvider);
    return {
        isMade: refusal === undefined,
        isEmpty: true,
        ...optional("refusal", refusal),
    };
}

/** An empty passphrase is one, too. */
function hasPassphrase(): boolean {
    const { PULUMI_CONFIG_PASSPHRASE, PULUMI_CONFIG_PASSPHRASE_FILE } = process.env;
    return PULUMI_CONFIG_PASSPHRASE !== undefined || Boolean(PULUMI_CONFIG_PASSPHRASE_FILE);
}

function given(values: Readonly<Record<string, string>>): Settings {
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}

function optional<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
    return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: T });
}

void main(process.argv.slice(2)).then(
    (code) => {
        process.exitCode = code;
    },
    (error: unknown) => {
        if (error instanceof Misuse) {
            console.error(`${error.message}\n\n${USAGE}`);
        } else if (error instanceof CommandFailed || error instanceof RunError) {
            console.error(error.message);
        } else {
            console.error(error);
        }
        process.exitCode = 2;
    },
);
