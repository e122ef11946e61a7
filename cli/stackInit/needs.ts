import { setCommand } from "../../stacks/config/command";
import type { Problem } from "../../stacks/config/problem";
import { encryptsItself, type NoEngine } from "./engine";
import type { Outcome } from "./facts";
import { argoCdOwner } from "./owners";

/** Something that the user has to do. */
export interface Need {
    /** What is missing, in a sentence without its full stop. */
    readonly what: string;
    /** To be run in this order, word for word. */
    readonly commands: readonly string[];
}

const PASSPHRASE_FILE = "~/.argocd-image-drift-passphrase";

/** What `pulumi preview` needs. In the order in which it is to be done. */
export function missing(outcome: Outcome): Need[] {
    return [
        ...engineNeeds(outcome),
        ...outcome.problems.map((problem) => problemNeed(problem, outcome)),
        ...kubeconfigNeeds(outcome),
        ...clusterNeeds(outcome),
    ];
}

function engineNeeds(outcome: Outcome): Need[] {
    const { stack, findings, isMade, refusal } = outcome;
    const { engine } = findings;
    const again: Need = { what: `The stack ${stack} is not there yet`, commands: [rerun(outcome)] };
    if ("why" in engine) {
        return [noEngineNeed(engine), again];
    }
    const passphrase = lacksPassphrase(outcome, engine.backend) ? [passphraseNeed(outcome)] : [];
    if (isMade) {
        return [...passphrase, ...providerNeeds(outcome)];
    }
    const what = refusal === undefined ? again.what : `${again.what}: ${refusal}`;
    return [...passphrase, { ...again, what }];
}

function noEngineNeed({ why, said }: NoEngine): Need {
    switch (why) {
        case "not installed":
            return {
                what: "Pulumi is not installed, or not on PATH",
                commands: ["curl -fsSL https://get.pulumi.com | sh"],
            };
        case "not logged in":
            return {
                what: "Where state is to be kept is not said. On this machine, for yourself; docs/backends.md has the others",
                commands: ["pulumi login 'file://~?metadata=skip'"],
            };
        case "no answer":
            return {
                what: `The backend does not answer (${said}). Which one is meant, and by whom`,
                commands: ["pulumi whoami --verbose"],
            };
    }
}

/** What is encrypted already is encrypted anew by a command of its own. */
function providerNeeds({ stack, environment, secretsProvider, fileProvider }: Outcome): Need[] {
    if (
        secretsProvider === undefined ||
        fileProvider === undefined ||
        secretsProvider === fileProvider
    ) {
        return [];
    }
    return [
        {
            what: `Pulumi.${environment}.yaml is encrypted by ${fileProvider}, not by the provider asked for. To change it`,
            commands: [
                `pulumi stack change-secrets-provider --stack ${stack} '${secretsProvider}'`,
            ],
        },
    ];
}

/** Whether a passphrase encrypts the stack's secrets, and nobody has said which. */
export function lacksPassphrase(
    encryption: Pick<Outcome, "secretsProvider" | "fileProvider" | "hasPassphrase">,
    backend: string,
): boolean {
    const { secretsProvider, fileProvider, hasPassphrase } = encryption;
    const fallback = encryptsItself(backend) ? "default" : "passphrase";
    const provider = fileProvider ?? secretsProvider ?? fallback;
    const resolved = provider === "default" ? fallback : provider;
    return resolved === "passphrase" && !hasPassphrase;
}

function passphraseNeed({ environment, fileProvider }: Outcome): Need {
    const given = `export PULUMI_CONFIG_PASSPHRASE_FILE=${PASSPHRASE_FILE}`;
    return fileProvider === "passphrase"
        ? {
              what: `The passphrase that Pulumi.${environment}.yaml is encrypted with. Its file may be another one`,
              commands: [given],
          }
        : {
              what: "A passphrase for the stack's secrets. Keep a copy of the file: without it nobody reads them again",
              commands: [
                  `(umask 077; test -s ${PASSPHRASE_FILE} || openssl rand -base64 32 > ${PASSPHRASE_FILE})`,
                  given,
              ],
          };
}

function problemNeed(problem: Problem, outcome: Outcome): Need {
    const { key, reason, allowed } = problem;
    const what = `${key} ${reason}: ${allowed}`;
    const given = outcome.settings.githubToken !== undefined;
    return key !== "githubToken" || given
        ? { what, commands: problem.fix }
        : {
              what: `${key} ${reason}: a classic token with the scopes repo and workflow, or another of docs/credentials.md`,
              commands: tokenCommands(outcome) ?? problem.fix,
          };
}

/** Commands that hand over a token the user has, so that nobody sees it. */
function tokenCommands({ environment, stack, others, findings }: Outcome): string[] | undefined {
    const into = setCommand({ stack, key: "githubToken", value: "", secret: true });
    const other = others.find(({ settings }) => settings.githubToken !== undefined);
    if (other !== undefined) {
        const name = siblingOf(stack, environment, other.name);
        return [`pulumi config get --stack ${name} githubToken | ${into}`];
    }
    const { token, gitHub } = findings;
    if (token === undefined || token.from === "config") {
        return undefined;
    }
    const { command } = token.from;
    const lacks = gitHub.scopes !== undefined && !gitHub.scopes.includes("workflow");
    const gh = "gh auth token";
    const widen =
        lacks && command.startsWith(gh)
            ? [command.replace(gh, "gh auth refresh --scopes workflow")]
            : [];
    return [...widen, `${command} | ${into}`];
}

/** A stack that joins an Argo CD needs the kubeconfig of the one that installs it. */
function kubeconfigNeeds({ environment, stack, settings, others }: Outcome): Need[] {
    const owner = settings.argoCdInstall === "false" ? argoCdOwner(settings, others) : undefined;
    if (settings.kubeconfig !== undefined || owner?.settings.kubeconfig === undefined) {
        return [];
    }
    const from = siblingOf(stack, environment, owner.name);
    return [
        {
            what: `${owner.name}, whose Argo CD this stack joins, has a kubeconfig of its own`,
            commands: [
                `pulumi config get --stack ${from} kubeconfig | ` +
                    setCommand({ stack, key: "kubeconfig", value: "", secret: true }),
            ],
        },
    ];
}

function clusterNeeds({ stack, settings, hasKubectl, findings: { cluster } }: Outcome): Need[] {
    const { kubeconfig, kubeContext } = settings;
    if (!hasKubectl) {
        return [];
    }
    if (kubeconfig === undefined && kubeContext === undefined) {
        return [
            {
                what: "Which cluster is not known: kubectl has no current context",
                commands: [
                    setCommand({
                        stack,
                        key: "kubeconfig",
                        value: "< ~/.kube/config",
                        secret: true,
                    }),
                ],
            },
        ];
    }
    if (cluster === undefined || cluster.answers) {
        return [];
    }
    const context = kubeContext === undefined ? "" : ` --context ${kubeContext}`;
    return [
        {
            what: `The cluster does not answer: ${cluster.why}`,
            commands: [`kubectl${context} get namespace kube-system`],
        },
    ];
}

/** The same stack of another environment: `acme/gitops/prod` and `dev` give `acme/gitops/dev`. */
export function siblingOf(stack: string, environment: string, other: string): string {
    return `${stack.slice(0, -environment.length)}${other}`;
}

function rerun({ stack, secretsProvider }: Outcome): string {
    const provider =
        secretsProvider === undefined ? "" : ` --secrets-provider '${secretsProvider}'`;
    return `npm run stack:init -- ${stack}${provider}`;
}
