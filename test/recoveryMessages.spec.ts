import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";

import { ask } from "../components/gitHubAnswers";
import { standstillWarning } from "../components/gitHubStandstill";
import { WORKFLOW_PATH } from "../components/manifests";
import * as gitHubSays from "../lab/github/gitHubSays";
import { FATAL } from "../lab/tests/failures/table";
import { Harness } from "./lab/github/harness";
import { type GitHubState, runProgram } from "./support/program";

/** Rows of the tables of one section: texts of the first column that stand in code. */
function quoted(markdown: string, heading: string): string[] {
    const [section = ""] = markdown.split(`\n## ${heading}\n`)[1]?.split("\n## ") ?? [];
    return [...section.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = ""]) =>
        // What follows "for" is about the request, and not in GitHub's answer.
        [...cell.replace(/(?<=`) for .*/, "").matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text),
    );
}

/** An answer in the provider's words: `422 Validation Failed [{… Message:key is already in use}]`. */
function asTold(status: number | undefined, body: unknown): string {
    const { message = "", errors = [] } = body as {
        message?: string;
        errors?: { message?: string }[];
    };
    const list = errors.map((error) => `{Message:${error.message ?? ""}}`).join(" ");
    return `${status ?? 0} ${message} [${list}]`;
}

async function refusalOf(gitHub: GitHubState): Promise<string> {
    try {
        await runProgram("dev", {}, { gitHub });
    } catch (error) {
        return String(error);
    }
    throw new Error("the program was not stopped");
}

/** What a look says that GitHub's provider fails in these words. */
async function lookFailingWith(what: string, words: string): Promise<string> {
    const question = { what, host: "github.com", permission: "Administration: read" };
    const failing = () => Promise.reject(new Error(`invocation of github:index/f:f: ${words}`));
    return ask(question, failing).then(() => "", String);
}

/** What the program says by itself. */
async function own(): Promise<string[]> {
    const there = { repository: { description: "" } };
    const silent = ask(
        { what: "show", host: "github.com", permission: "" },
        () => new Promise(() => undefined),
        0.001,
    );
    const at = "GET https://api.github.com/repos/acme/shop";
    return [
        await refusalOf({ ...there, token: { scopes: ["gist"] } }),
        await refusalOf({ ...there, token: { isAdmin: false } }),
        await refusalOf({ ...there, files: { [WORKFLOW_PATH]: "on: push\n" } }),
        await refusalOf({ token: { ownerIsOrganization: false } }),
        await refusalOf({ token: { allowsDeployKeys: false } }),
        await lookFailingWith("show acme/shop", `${at}: 401 Bad credentials []`),
        await lookFailingWith("list the deploy keys of acme/shop", `${at}/keys: 403 Forbidden []`),
        await lookFailingWith("show acme/shop", `${at}: 502 Server Error []`),
        await silent.then(String, (error: unknown) => String(error).replace("0.001", "120")),
    ];
}

/** What the stand-in answers of its own accord. */
async function standIns(): Promise<string[]> {
    const harness = await Harness.start();
    try {
        await harness.repository("app");
        const { publicKey } = await harness.keyPair("twice");
        const hook = { config: { url: "https://argocd.lab/api/webhook" } };
        const permissions = { contents: "write", metadata: "read" } as const;
        await harness.admin.putToken({ login: "alice", permissions, token: "no-workflows" });
        const said: string[] = [];
        for (const [signature, body] of [
            ["POST /orgs/letsgo/repos", { name: "app" }],
            ["POST /repos/letsgo/app/keys", { title: "one", key: publicKey }],
            ["POST /repos/letsgo/app/keys", { title: "two", key: publicKey }],
            ["POST /repos/letsgo/app/hooks", hook],
            ["POST /repos/letsgo/app/hooks", hook],
        ] as const) {
            const answer = await harness.api(signature, body);
            said.push(asTold(answer.status, answer.body));
        }
        return said;
    } finally {
        await harness.stop();
    }
}

describe("messages that docs/recovery.md explains", () => {
    const file = path.join(__dirname, "..", "docs", "recovery.md");
    const markdown = fs.readFileSync(file, "utf8");
    const texts = quoted(markdown, "GitHub refuses");

    /** What only clients say, or GitHub to tokens that the stand-in does not tell apart. */
    const ELSEWHERE = new Set(["connection reset", "404 Not Found"]);

    it("are those that appear", async () => {
        const inOneWord = Object.values(gitHubSays)
            .map((said) => (typeof said === "function" ? said(429, 1) : said))
            .map(({ status, body }) => asTold(status, body));
        const lab = FATAL.map(({ says }) => says);
        const all = [...inOneWord, ...lab, ...(await own()), ...(await standIns())];
        const unheard = texts.filter(
            (text) => !ELSEWHERE.has(text) && !all.some((said) => said.includes(text)),
        );
        assert.deepEqual(unheard, []);
        assert.ok(texts.length > 18, texts.join("\n"));
    });

    it("are all that end a run in the lab's table of failures", () => {
        const unexplained = FATAL.map(({ says }) => says).filter((says) => !texts.includes(says));
        assert.deepEqual(unexplained, []);
    });

    it("have the beginning of what the program says of a standstill", () => {
        const [beginning = ""] = standstillWarning(["Repository repository"]).split(".");
        assert.ok(markdown.includes(`\`${beginning}\``), beginning);
    });
});
