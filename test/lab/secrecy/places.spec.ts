import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { gzipSync } from "node:zlib";

import { placesOfObjects } from "../../../lab/secrecy/clusterObjects";
import { filesIn, lengthsIn } from "../../../lab/secrecy/files";
import { generatedSecrets } from "../../../lab/secrecy/generatedSecrets";
import { gitHistory } from "../../../lab/secrecy/gitHistory";
import { type Place, Search } from "../../../lab/secrecy/search";

const CANARY = 'canary-"<planted>"';
const search = new Search([{ name: "canary", value: CANARY, intended: [] }]);
const found = (places: readonly Place[]) => search.hits(places).map(({ place }) => place);
const base64 = (content: string | Buffer) => Buffer.from(content).toString("base64");

describe("lab/secrecy: places", () => {
    let directory: string;
    beforeEach(() => {
        directory = fs.mkdtempSync(path.join(os.tmpdir(), "image-drift-secrecy-"));
    });
    afterEach(() => {
        fs.rmSync(directory, { recursive: true });
    });

    it("are all objects of a cluster, with annotations, fields' owners and what Helm has packed", () => {
        const release = base64(base64(gzipSync(JSON.stringify({ config: { token: CANARY } }))));
        const items = [
            {
                kind: "Secret",
                metadata: { name: "a", namespace: "n" },
                data: { x: base64(CANARY) },
            },
            { kind: "Secret", metadata: { name: "clean", namespace: "n" }, data: null },
            {
                kind: "Secret",
                type: "helm.sh/release.v1",
                metadata: { name: "helm", namespace: "n" },
                data: { release },
            },
            {
                kind: "Node",
                metadata: {
                    name: "lab",
                    annotations: { "last-applied": JSON.stringify({ a: CANARY }) },
                },
            },
            { kind: "Event", metadata: { name: "e", namespace: "n" }, message: `with ${CANARY}` },
        ];
        assert.deepEqual(found(placesOfObjects(JSON.stringify({ items }))), [
            "Secret n/a",
            "Secret n/helm, unpacked",
            "Node /lab",
            "Event n/e",
        ]);
    });

    it("are all objects of a repository, those of other branches and undone commits too", async () => {
        const git = (...args: string[]) =>
            execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
                cwd: directory,
                stdio: ["ignore", "pipe", "ignore"],
            });
        git("init", "--quiet", "--initial-branch=main");
        git("commit", "--quiet", "--allow-empty", "--message=first");
        git("switch", "--quiet", "--create=other");
        fs.writeFileSync(path.join(directory, "secret.yaml"), `password: ${base64(CANARY)}\n`);
        git("add", ".");
        git("commit", "--quiet", "--message=a secret");
        git("rm", "--quiet", "secret.yaml");
        git("commit", "--quiet", `--message=Remove ${CANARY}`);
        git("switch", "--quiet", "main");
        const kinds = found(await gitHistory(directory)).map((name) => name.split(" ")[1]);
        assert.deepEqual(kinds.sort(), ["blob", "commit"]);
    });

    it("are all files below a directory, of logs what came since", async () => {
        const log = path.join(directory, "logs", "a.log");
        fs.mkdirSync(path.dirname(log));
        fs.writeFileSync(log, `before: ${CANARY}\n`);
        assert.deepEqual(found(await filesIn(directory, "lab")), ["lab/logs/a.log"]);
        const since = await lengthsIn(directory);
        fs.appendFileSync(log, "after\n");
        fs.writeFileSync(path.join(directory, "logs", "b.log"), CANARY);
        assert.deepEqual(found(await filesIn(directory, "lab", { since })), ["lab/logs/b.log"]);
        assert.deepEqual(found(await filesIn(directory, "lab", { without: ["logs"] })), []);
        fs.appendFileSync(log, `later: ${base64(`robot:${CANARY}`)}\n`);
        assert.deepEqual(found(await filesIn(directory, "lab", { since })).sort(), [
            "lab/logs/a.log",
            "lab/logs/b.log",
        ]);
    });

    it("and the secrets that the stack has made up are in its exported state", () => {
        const marked = (value: unknown) => ({
            "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
            plaintext: JSON.stringify(value),
        });
        const urn = (name: string) => `urn:pulumi:dev::p::a$b::${name}`;
        const resources = [
            {
                urn: urn("read-key-1"),
                type: "tls:index/privateKey:PrivateKey",
                outputs: { privateKeyOpenssh: marked("a key"), publicKeyOpenssh: "public" },
            },
            {
                urn: urn("webhooks"),
                type: "random:index/randomPassword:RandomPassword",
                outputs: { result: marked("a password"), length: marked(48) },
            },
            {
                urn: urn("write"),
                type: "kubernetes:core/v1:Secret",
                outputs: { stringData: marked({ url: "https://…" }) },
            },
        ];
        assert.deepEqual(generatedSecrets(JSON.stringify({ resources })), [
            { resource: "read-key-1", property: "privateKeyOpenssh", value: "a key" },
            { resource: "webhooks", property: "result", value: "a password" },
        ]);
    });
});
