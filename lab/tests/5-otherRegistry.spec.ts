import assert from "node:assert/strict";

import { z } from "zod";

import { type LabStack, type Operation, unchanged } from "../engine/labStack";
import { OWNER } from "../engine/settings";
import { kubectl } from "../inside";
import { buildAndPush } from "../loop/build";
import { followBuild } from "../loop/hops";
import { cloneRepository, type Lab, openLab, openStack, watch } from "../loop/lab";
import type { WorkingCopy } from "../loop/workingCopy";
import { PRIVATE_REGISTRY_URL } from "../network/addresses";
import { pullPrivately, type RegistryUser, setRegistryUsers } from "../registry/privateRegistry";
import { newUser, registrySettings } from "./credentials/canaries";
import { isFullRun, partsOfRun } from "./support/parts";
import { assertSame, type Snapshot, takeSnapshot } from "./support/snapshot";
import { stepsOfOneStory } from "./support/steps";

const REGISTRY = "registry.example.com:5000";
const IMAGE = `${REGISTRY}/${OWNER}/letsgo-app-backend`;
const SOURCE = "apps/backend/main.go";

/** Where the stack keeps the credentials, as `kubectl get` is told. */
const PULL_SECRET = ["--namespace", "letsgo-app-dev", "letsgo-app-registry"];
const TAG_LIST_SECRET = ["--namespace", "argocd", "letsgo-app-dev-registry"];

/** Stack dev with a registry that is not GitHub's: the workflow signs in with Actions secrets. */
if (isFullRun()) {
    describe("a registry other than GitHub's, with a port", () => {
        const step = stepsOfOneStory();

        let lab: Lab;
        let stack: LabStack;
        let nothing: Snapshot;
        let user: RegistryUser;
        let copy: WorkingCopy;

        after(() => {
            pullPrivately(lab.paths, REGISTRY, false);
        });

        step("lets one user in", async () => {
            lab = await openLab(partsOfRun(), "other-registry");
            nothing = await takeSnapshot(lab);
            user = newUser();
            await setRegistryUsers(lab.paths, [user]);
            pullPrivately(lab.paths, REGISTRY, true);
            stack = await openStack(lab, "dev", {
                registry: { value: REGISTRY },
                registryEndpoint: { value: PRIVATE_REGISTRY_URL },
                ...registrySettings(user),
                // What is in it is then taken away piece by piece.
                repositoryDeleteOnDestroy: { value: "false" },
            });
        });

        step("has its user in Actions secrets, the pull Secret and the updater's", async () => {
            await stack.up();
            await assertCredentials();
        });

        step("is listed by the updater and pulled from by the node, as that user", async () => {
            copy = await cloneRepository(lab, "other-registry/working-copy");
            await closeLoop();
        });

        step("changes nothing in a second up, nor in a refresh", async () => {
            await stack.refresh();
            const { changes, printed } = await stack.up();
            assert.ok(unchanged(changes), printed);
        });

        step(
            "another user: an update of each of the four places, and none is ever empty",
            async () => {
                const former = user;
                user = newUser();
                await setRegistryUsers(lab.paths, [former, user]);
                await stack.configure(registrySettings(user));
                const since = await lab.gitHub.newest("requests");
                const { changes } = await stack.up();
                assert.deepEqual(changed(changes), { update: 4 });
                const written = (await lab.gitHub.requests(since)).filter(({ write }) => write);
                assert.deepEqual(
                    written.map(({ method, status }) => `${method} ${status}`),
                    ["PUT 204", "PUT 204"],
                );
                await assertCredentials();
                await setRegistryUsers(lab.paths, [user]);
                await closeLoop();
            },
        );

        step("destroy takes the secrets from a repository that stays", async () => {
            await stack.destroy();
            assert.deepEqual(await secretNames(), []);
            await lab.repository.delete();
            assertSame(nothing, await takeSnapshot(lab));
        });

        /** Each place has the user of now, under the registry's whole name. */
        async function assertCredentials(): Promise<void> {
            const { name, password } = user;
            const names = ["REGISTRY_PASSWORD", "REGISTRY_USERNAME"];
            assert.deepEqual(await secretNames(), names);
            const opened = names.map((secret) =>
                lab.gitHub.openSecret({ repository: lab.repository.fullName, name: secret }),
            );
            assert.deepEqual(await Promise.all(opened), [password, name]);

            const { auths } = dockerConfig.parse(JSON.parse(await dataOf(PULL_SECRET)));
            const auth = Buffer.from(`${name}:${password}`).toString("base64");
            assert.deepEqual(auths, { [REGISTRY]: { username: name, password, auth } });
            assert.equal(await dataOf(TAG_LIST_SECRET), `${name}:${password}`);
            const registries = await kubectl([
                ...["get", "configmap", "--namespace", "argocd", "argocd-image-updater-config"],
                "--output=jsonpath={.data.registries\\.conf}",
            ]);
            assert.ok(registries.includes(`prefix: ${REGISTRY}`), registries);
        }

        async function secretNames(): Promise<readonly string[]> {
            const { repositories } = await lab.gitHub.tables();
            return repositories[lab.repository.fullName]?.secrets ?? assert.fail();
        }

        async function closeLoop(): Promise<void> {
            await copy.push("Change the backend", (text) => `${text}// A change.\n`, SOURCE);
            const build = await buildAndPush(copy, "backend", IMAGE);
            await followBuild(watch(lab, "dev", "development"), build);
        }
    });
}

const dockerConfig = z.object({ auths: z.record(z.string(), z.unknown()) });

/** The one value of a Secret. */
async function dataOf(secret: readonly string[]): Promise<string> {
    const template = "--output=go-template={{range .data}}{{base64decode .}}{{end}}";
    return kubectl(["get", "secret", ...secret, template]);
}

/** What an operation has changed, but for what it has only looked at. */
function changed(changes: Operation["changes"]): Record<string, number> {
    return Object.fromEntries(
        Object.entries(changes).flatMap(([change, count]) =>
            ["same", "read", "refresh"].includes(change) || !count ? [] : [[change, count]],
        ),
    );
}
