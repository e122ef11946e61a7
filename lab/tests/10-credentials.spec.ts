import assert from "node:assert/strict";

import { type LabStack, type Operation, unchanged } from "../engine/labStack";
import type { TokenRequest } from "../github/client";
import { json, webhookSettings } from "../engine/settings";
import { buildAndPush, type IdentifiedBuild } from "../loop/build";
import { followBuild, type Watched } from "../loop/hops";
import { cloneRepository, imageOf, type Lab, openLab, openStack, watch } from "../loop/lab";
import type { WorkingCopy } from "../loop/workingCopy";
import { PRIVATE_REGISTRY_URL } from "../network/addresses";
import { pullPrivately, type RegistryUser, setRegistryUsers } from "../registry/privateRegistry";
import { lengthsIn } from "../secrecy/files";
import { type Place, Search } from "../secrecy/search";
import { waitFor } from "../wait";
import { newAppSecret, newToken, newUser, registrySettings } from "./credentials/canaries";
import { clusterAndGit, engineAndLogs, missingLogs, renderedFiles } from "./credentials/everyPlace";
import { Secrets } from "./credentials/secrets";
import { registryLogLength, signIns } from "./credentials/signIns";
import { isFullRun, partsOfRun } from "./support/parts";
import { assertSame, type Snapshot, takeSnapshot } from "./support/snapshot";
import { stepsOfOneStory } from "./support/steps";
import { userShell } from "./support/userShell";

const NAMESPACE = "letsgo-app-dev";
const REGISTRY = "ghcr.io";
const SOURCE = "apps/backend/main.go";

/**
 * One life of stack dev whose images are private: they are pulled with credentials, each credential
 * is replaced while the loop runs, and none is ever found where it does not belong.
 */
describe("credentials", () => {
    const step = stepsOfOneStory();

    let lab: Lab;
    let stack: LabStack;
    let nothing: Snapshot;
    let watched: Watched;
    let copy: WorkingCopy;
    let user: RegistryUser;
    let secrets: Secrets;
    let story: Parameters<typeof engineAndLogs>[0];
    const said: Place[] = [];

    after(() => {
        pullPrivately(lab.paths, REGISTRY, false);
    });

    step("starts in a lab without the stack, whose registry lets one user in", async () => {
        lab = await openLab(partsOfRun(), "credentials");
        nothing = await takeSnapshot(lab);
        story = { lab, said, logs: await lengthsIn(lab.paths.logs) };
        user = newUser();
        await setRegistryUsers(lab.paths, [user]);
        pullPrivately(lab.paths, REGISTRY, true);
        const app = newAppSecret();
        const token = newToken();
        await lab.gitHub.putToken(developers(token));
        stack = await openStack(lab, "dev", {
            ...webhookSettings(),
            images: json([{ name: "backend" }]),
            githubToken: { value: token, secret: true },
            registryEndpoint: { value: PRIVATE_REGISTRY_URL },
            ...registrySettings(user),
            appSecrets: app.setting,
            // Reads and writes happen all the time.
            updaterInterval: { value: "10s" },
            gitPollInterval: { value: "10s" },
        });
        watched = watch(lab, "dev", "development");
        const kubeconfig = lab.settings["kubeconfig"]?.value ?? "";
        secrets = new Secrets({ token, app: app.value, user, kubeconfig, home: lab.home });
    });

    step("a private image is found by the updater, and pulled by the node", async () => {
        hear("preview", await stack.preview());
        hear("up", await stack.up());
        secrets.learn(await stack.state());
        copy = await cloneRepository(lab, "credentials/working-copy");
        await closeLoop();
        const names = new Set((await signIns(lab, 0)).map(({ user: name }) => name));
        assert.ok(names.has(user.name));
    });

    step("another user of the registry: one up, and nobody is refused meanwhile", async () => {
        const since = await registryLogLength(lab);
        const former = user;
        user = newUser();
        secrets.replaceUser(user);
        await setRegistryUsers(lab.paths, [former, user]);
        await stack.configure(registrySettings(user));
        const { changes } = hear("up with another user", await stack.up());
        assert.deepEqual(changed(changes), { update: 2 });
        await setRegistryUsers(lab.paths, [user]);
        await closeLoop();
        const refused = (await signIns(lab, since)).filter(({ accepted }) => !accepted);
        assert.deepEqual(refused, []);
    });

    step("other keys and webhooks' secrets: one up, and nobody is refused meanwhile", async () => {
        const [requested, transferred] = await Promise.all([
            lab.gitHub.newest("requests"),
            lab.gitHub.newest("git"),
        ]);
        await stack.configure({ keysGeneration: { value: "2" } });
        hear("up with other keys", await stack.up());
        secrets.learn(await stack.state());
        const sentSince = await lab.gitHub.newest("deliveries");
        await closeLoop();

        const onKeys = (await lab.gitHub.requests(requested))
            .filter(({ path, write }) => write && /\/keys\b/.test(path))
            .map(({ method, status }) => `${method} ${status}`);
        assert.deepEqual(onKeys, ["POST 201", "POST 201", "DELETE 204", "DELETE 204"]);
        const transfers = await lab.gitHub.git(transferred);
        const refused = transfers.filter(({ accepted }) => !accepted);
        assert.deepEqual(refused, []);
        const writers = transfers
            .filter(({ transport, operation }) => transport === "ssh" && operation === "write")
            .map(({ keyTitle }) => keyTitle);
        assert.deepEqual([...new Set(writers)], [`${NAMESPACE}-write-2`]);
        const answers = (await lab.gitHub.deliveries(sentSince)).filter(
            ({ event, status }) => event !== "ping" && status !== 200,
        );
        assert.deepEqual(answers, []);
    });

    if (isFullRun()) {
        step("keys replaced again and again while builds arrive: none is lost", async function () {
            // Four times two runs of the engine and a rollout.
            this.timeout(900_000);
            const since = await lab.gitHub.newest("git");
            for (const generation of [3, 4, 5, 6]) {
                await stack.configure({ keysGeneration: { value: String(generation) } });
                const rotation = stack.up();
                const [build] = await Promise.all([pushBuild(), rotation]);
                hear(`up with generation ${generation}`, await rotation);
                secrets.learn(await stack.state());
                await followBuild(watched, build);
            }
            const transfers = await lab.gitHub.git(since);
            const refused = transfers.filter(({ accepted }) => !accepted);
            console.log(`        ${refused.length} of ${transfers.length} transfers were refused`);
            assert.ok(refused.length <= 4, JSON.stringify(refused));
        });

        step("another token of the stack's own: one up, and the former can go", async () => {
            const token = newToken();
            const { fingerprint: former } = await lab.gitHub.putToken(developers(secrets.token));
            await lab.gitHub.putToken(developers(token));
            secrets.replaceToken(token);
            await stack.configure({ githubToken: { value: token, secret: true } });
            const { changes } = hear("up with another token", await stack.up());
            assert.ok(!changes["create"] && !changes["replace"], JSON.stringify(changes));
            await lab.gitHub.revokeToken(former);
            assert.ok(unchanged(hear("up afterwards", await stack.up()).changes));
        });
    }

    step("a further up changes nothing, nor does a refresh", async () => {
        const refreshed = hear("refresh", await stack.refresh());
        const { changes, printed } = hear("second preview", await stack.preview());
        assert.ok(unchanged(changes), `${refreshed.printed}\n${printed}`);
    });

    step("every secret is where it belongs, and nowhere else", async () => {
        const search = secrets.search();
        const inCluster = await clusterAndGit(lab, copy);
        assert.deepEqual(search.absences(inCluster), []);
        assert.deepEqual(search.leaks(inCluster), []);
        const elsewhere = await engineAndLogs(story);
        const rendered = await renderedFiles(lab, "dev");
        assert.deepEqual(search.leaks([...elsewhere, ...rendered]), []);
        assert.deepEqual(missingLogs([...inCluster, ...elsewhere]), []);
        // What is no secret is found in each of them: they are what they are taken for.
        const control = new Search([{ name: "control", value: "letsgo-app", intended: [] }]);
        const found = control.hits([...inCluster, ...elsewhere, ...rendered]);
        for (const kind of KINDS_OF_PLACES) {
            assert.ok(
                found.some(({ place }) => place.startsWith(kind)),
                kind,
            );
        }
    });

    step("a user whom the registry refuses is named by wait, and by the updater", async () => {
        const since = await registryLogLength(lab);
        await setRegistryUsers(lab.paths, []);
        const build = await pushBuild();
        await waitFor(
            async () => {
                const { stdout } = await userShell(lab, WAIT, [0, 1]);
                return /updater's last round failed/.test(stdout)
                    ? { met: true, value: undefined }
                    : { met: false, state: stdout };
            },
            { what: "wait to tell of the updater", deadlineSeconds: 90 },
        );
        const file = "manifests/overlays/development/kustomization.yaml";
        await copy.push(`Roll ${build.tag} out`, (text) => withTag(text, build), file);
        await waitFor(
            async () => {
                const { stdout } = await userShell(lab, WAIT, [0, 1]);
                said.push({ name: "output of wait", content: Buffer.from(stdout) });
                return /ImagePull.*401 Unauthorized/.test(stdout) && stdout.includes(FIX)
                    ? { met: true, value: undefined }
                    : { met: false, state: stdout };
            },
            { what: "wait to tell why pods do not start", deadlineSeconds: 90 },
        );
        // As above, where nobody was: a refusal would have been seen.
        const refused = (await signIns(lab, since)).filter(({ accepted }) => !accepted);
        const agents = new Set(refused.map(({ agent }) => agent.split("/")[0]));
        assert.deepEqual([...agents].sort(), ["Go-http-client", "containerd"]);
    });

    step("destroy leaves nothing, and no secret in what it prints or keeps", async () => {
        hear("preview of destroy", await stack.previewDestroy());
        hear("destroy", await stack.destroy());
        assertSame(nothing, await takeSnapshot(lab));
        assert.deepEqual(secrets.search().leaks(await engineAndLogs(story)), []);
    });

    /** Remembers what the engine has printed. */
    function hear(what: string, operation: Operation): Operation {
        said.push({ name: `output of ${what}`, content: Buffer.from(operation.printed) });
        return operation;
    }

    /** A build of a new commit, in the registry. */
    async function pushBuild(): Promise<IdentifiedBuild> {
        await copy.push("Change the backend", (text) => `${text}// A change.\n`, SOURCE);
        return buildAndPush(copy, "backend", imageOf("backend"));
    }

    async function closeLoop(): Promise<void> {
        await followBuild(watched, await pushBuild());
    }
});

/** How the names of places begin, each of which the story has. */
const KINDS_OF_PLACES = [
    ...["output of preview", "output of up", "output of refresh", "engine/state/", "rendered/"],
    ...["lab log/kubelet", "pod log/", "Git blob", "Git commit", "Application argocd/"],
    `Event ${NAMESPACE}/`,
];

const WAIT = "npm run --silent wait -- dev --timeout 1s";
const FIX = "pulumi config set --stack dev --secret registryPassword";

/** A token that may do everything. */
function developers(token: string): TokenRequest {
    return { login: "developer", permissions: "write", token };
}

/** What an operation has changed, but for what it has only looked at. */
function changed(changes: Operation["changes"]): Record<string, number> {
    return Object.fromEntries(
        Object.entries(changes).flatMap(([change, count]) =>
            ["same", "read", "refresh"].includes(change) || !count ? [] : [[change, count]],
        ),
    );
}

/** An overlay with another tag of a build's image. */
function withTag(overlay: string, { image, tag }: IdentifiedBuild): string {
    const changedOverlay = overlay.replace(
        new RegExp(`(${image}\\s+newTag: ).*`),
        (_, before: string) => before + tag,
    );
    assert.notEqual(changedOverlay, overlay, overlay);
    return changedOverlay;
}
