import assert from "node:assert/strict";
import * as fs from "node:fs/promises";
import * as path from "node:path";

import type { EngineEvent } from "@pulumi/pulumi/automation";

import { backendDirectory, engineEnvironment } from "../engine/environment";
import type { LabStack } from "../engine/labStack";
import { OWNER, webhookSettings } from "../engine/settings";
import { type Lab, openJoiningStack, openLab, openStack } from "../loop/lab";
import { run } from "../processes/run";
import { commandsIn } from "./firstPreview/listed";
import { unknownsOf } from "./firstPreview/unknowns";
import { partsOfRun } from "./support/parts";
import { assertSame, type Snapshot, takeSnapshot } from "./support/snapshot";
import { stepsOfOneStory } from "./support/steps";

/** Keys that are to be made, and what comes of it all. The Secrets with the keys are secret. */
const TO_BE_MADE = [
    "output health",
    "read-key output privateKey",
    "read-key output publicKey",
    "read-key-1 key",
    "write-key output privateKey",
    "write-key output publicKey",
    "write-key-1 key",
];

/** By which the updater is restarted when the secret that is to be made up changes. */
const WEBHOOKS = ["image-updater values.podAnnotations.checksum/webhooks"];

/** Settings that `stack:init` is to find out, or to say how they are set. */
const LEFT_OUT = ["githubOwner", "githubToken", "kubeconfig", "knownHosts", "repositoryName"];

/** An empty cluster without the kinds of Argo CD, and a GitHub without the repository. */
describe("the first preview", () => {
    const step = stepsOfOneStory();

    let lab: Lab;
    let nothing: Snapshot;
    let since: number;

    step("begins where there is nothing", async () => {
        lab = await openLab(partsOfRun(), "first-preview");
        nothing = await takeSnapshot(lab);
        since = await lab.gitHub.newest("requests");
    });

    interface Case {
        readonly open: () => Promise<LabStack>;
        readonly unknown: readonly string[];
        readonly warns: readonly RegExp[];
    }

    const first = [
        /warning: .*does not exist, or the token may not see it\. Run the stack that creates it first: pulumi up -s dev/,
        /warning: .*Argo CD in namespace argocd was not looked at/,
    ];
    const cases: Readonly<Record<string, Case>> = {
        dev: {
            open: () => openStack(lab, "dev", webhookSettings()),
            unknown: [...TO_BE_MADE, ...WEBHOOKS],
            warns: [],
        },
        staging: {
            open: () => openJoiningStack(lab, "staging"),
            unknown: TO_BE_MADE,
            warns: first,
        },
        prod: { open: () => openJoiningStack(lab, "prod"), unknown: TO_BE_MADE, warns: first },
    };

    for (const [name, { open, unknown, warns }] of Object.entries(cases)) {
        step(`of ${name} knows all but what is to be made up, and says what is first`, async () => {
            const stack = await open();
            const events: EngineEvent[] = [];
            const { changes, printed } = await stack.preview({
                onEvent: (event) => {
                    events.push(event);
                },
            });
            assert.deepEqual(unknownsOf(events), [...unknown].sort());
            assert.deepEqual(Object.keys(changes), ["create"]);
            for (const warning of warns) {
                assert.match(printed, warning);
            }
        });
    }

    step("has changed nothing, and asked GitHub only", async () => {
        const requests = await lab.gitHub.requests(since);
        assert.ok(requests.length > 0);
        assert.deepEqual(
            requests.filter(({ write }) => write),
            [],
        );
        assertSame(nothing, await takeSnapshot(lab));
    });

    step("is one list of commands away from a clone", async () => {
        lab = await openLab(partsOfRun(), "first-init");
        const user = await prepareUser(lab);
        const listed = await user("npm run --silent stack:init -- dev", [1]);
        const commands = commandsIn(listed.stdout, "Missing");
        assert.ok(commands.includes("npm run stack:init -- dev"), listed.stdout);

        // In one shell, as a user has it: what is exported stays.
        const { stdout } = await user(
            [
                ...commands,
                "set -e",
                "echo READY",
                "npm run --silent stack:init -- dev",
                "pulumi preview --stack dev --non-interactive",
            ].join("\n"),
        );
        const [, after = ""] = stdout.split(/^READY$/m);
        assert.deepEqual(commandsIn(after, "Missing"), []);
        assert.doesNotMatch(after, /^Done:$/m);
        assert.match(after, /^Ready:$/m);
        assert.match(after, /\+ \d+ to create/);
        assert.ok(!listed.stdout.includes(lab.token) && !stdout.includes(lab.token));

        const file = await fs.readFile(path.join(lab.program, "Pulumi.dev.yaml"), "utf8");
        assert.match(file, new RegExp(`githubOwner: ${OWNER}$`, "m"));
        assert.match(file, /kubeContext: lab$/m);
        assert.match(file, /^# Development: creates the repository/);
        assertSame(nothing, await takeSnapshot(lab));
    });
});

/**
 * A clone as somebody with an Enterprise server, local charts and a mirror has it, who has written
 * into the stack file what cannot be found out.
 *
 * @returns runs commands in its directory, in a shell of theirs
 */
async function prepareUser(lab: Lab) {
    const { program, settings, home, token } = lab;
    const known = Object.entries(settings)
        .filter(([key]) => !LEFT_OUT.includes(key))
        .map(([key, { value }]) => `    argocd-image-drift:${key}: ${JSON.stringify(value)}\n`);
    const file = path.join(program, "Pulumi.dev.yaml");
    const sample = await fs.readFile(file, "utf8");
    const own = sample.replace(/^config:\n/m, (line) => `${line}${known.join("")}`);
    await fs.writeFile(file, own);
    const { web } = await lab.gitHub.health();
    await run("git", ["init", "--quiet", program]);
    const origin = `${web}/${OWNER}/platform.git`;
    await run("git", ["-C", program, "remote", "add", "origin", origin]);

    // A passphrase is what they are told to make.
    const engine = Object.entries(engineEnvironment(home)).filter(
        ([name]) => name !== "PULUMI_CONFIG_PASSPHRASE",
    );
    const userHome = path.join(home.directory, "user");
    await fs.mkdir(userHome, { recursive: true });
    await fs.mkdir(backendDirectory(home), { recursive: true });
    return (command: string, accept = [0]) =>
        run("bash", ["-o", "pipefail", "-c", command], {
            cwd: program,
            env: {
                ...process.env,
                ...Object.fromEntries(engine),
                HOME: userHome,
                GH_ENTERPRISE_TOKEN: token,
            },
            accept,
            shown: [command],
        });
}
