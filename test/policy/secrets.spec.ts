import * as pulumi from "@pulumi/pulumi";
import { Secret } from "@pulumi/policy";

import { casesOf } from "./support/cases";
import type { Given } from "./support/judge";

function release(values: unknown): Given {
    return { type: "kubernetes:helm.sh/v3:Release", name: "argocd-release", inputs: { values } };
}

function configMap(data: unknown): Given {
    return { type: "kubernetes:core/v1:ConfigMap", name: "settings", inputs: { data } };
}

function secret(stringData: unknown): Given {
    return { type: "kubernetes:core/v1:Secret", name: "app", inputs: { stringData } };
}

/** In two parts: this file is looked through too. */
const PRIVATE_KEY = [
    "-----BEGIN OPENSSH ",
    "PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ\n",
].join("");
const TOKEN = ["ghp", "0123456789abcdefghijklmnopqrstuvwxyz"].join("_");

casesOf("no-plain-secret", [
    ["a Secret whose data is marked", secret(new Secret({ password: "x" }))],
    ["a Secret whose values are marked", secret({ password: new Secret("x") })],
    ["a secret that is not known yet", secret(new Secret(pulumi.runtime.unknownValue))],
    ["what is not known yet", release({ password: pulumi.runtime.unknownValue })],
    [
        "references to Secrets",
        release({
            configs: { secret: { githubSecret: "$letsgo-app-webhooks:github" } },
            pullSecret: "secret:argocd/letsgo-app-dev-registry#credentials",
            redis: { existingSecret: "argocd-redis", secretName: "x" },
            automountServiceAccountToken: false,
            password: "",
        }),
    ],
    ["public keys", release({ key: "ssh-ed25519 AAAA", ca: "-----BEGIN CERTIFICATE-----" })],
    [
        "what is named as no secret",
        release({ auth: { token: "x" } }),
        undefined,
        { config: { "no-plain-secret": { allowed: ["values.auth.token"] } } },
    ],
    [
        "anything where the rule is off",
        secret({ password: "x" }),
        undefined,
        { levels: { "no-plain-secret": "disabled" } },
    ],
    [
        "a Secret that is not marked",
        secret({ url: "x" }),
        /Secret "app" has data in its input stringData\.url.+pulumi\.secret/,
    ],
    [
        "a password in values",
        release({ redis: { auth: { password: "hunter2" } } }),
        /Release "argocd-release" has the value of "password" in its input values\.redis\.auth\.password, which is not marked secret/,
    ],
    [
        "a token in a variable of a container",
        release({
            env: [
                { name: "LOG_LEVEL", value: "info" },
                { name: "API_TOKEN", value: "x" },
            ],
        }),
        /the value of "API_TOKEN" in its input values\.env\.1\.value/,
    ],
    [
        "a token of a provider",
        { type: "pulumi:providers:github", name: "github", inputs: { token: "x" } },
        /github "github" has the value of "token"/,
    ],
    [
        "a secret of Actions",
        { type: "github:index/actionsSecret:ActionsSecret", inputs: { plaintextValue: "x" } },
        /the value of "plaintextValue"/,
    ],
    [
        "a webhook's secret",
        {
            type: "github:index/repositoryWebhook:RepositoryWebhook",
            inputs: { configuration: { contentType: "json", secret: "x" } },
        },
        /the value of "secret" in its input configuration\.secret/,
    ],
    [
        "a private key, whatever it is called",
        configMap({ notes: PRIVATE_KEY }),
        /has a private key in its input data\.notes/,
    ],
    [
        "a token, whatever it is called",
        configMap({ notes: `use ${TOKEN}.` }),
        /has a token of GitHub/,
    ],
    [
        "a password in a URL",
        configMap({ database: "postgres://app:hunter2@db/app" }),
        /has a password in a URL/,
    ],
    [
        "to judge where it cannot see",
        secret(new Secret({ password: "x" })),
        /cannot be judged.+set the level of no-plain-secret to "remediate", or to "disabled"/,
        { levels: { "no-plain-secret": "advisory" } },
    ],
]);

const PASSWORD = "correct-horse-battery";
const APP = secret(
    new Secret({
        DATABASE_PASSWORD: PASSWORD,
        url: "git@github.com:letsgo/r.git",
        SHORT: "production",
    }),
);

casesOf("no-secret-in-a-second-place", [
    ["a secret in one place", [APP, configMap({ a: "nothing of it" })]],
    ["a secret in two secret places", [APP, release(new Secret({ a: PASSWORD }))]],
    [
        "the public fields of a Secret",
        [APP, configMap({ repository: "git@github.com:letsgo/r.git" })],
    ],
    ["what is found by chance", [APP, configMap({ stage: "production" })]],
    [
        "public parts of a secret object",
        [
            {
                type: "github:index/repositoryWebhook:RepositoryWebhook",
                inputs: {
                    configuration: new Secret({ url: "https://argocd.example.com/api/webhook" }),
                },
            },
            configMap({ a: "https://argocd.example.com/api/webhook" }),
        ],
    ],
    [
        "a secret in Helm values",
        [APP, release({ extraArgs: [`--db=app:${PASSWORD}@db`] })],
        /Release "argocd-release" has in its input values\.extraArgs\.0, .+ what is secret in stringData\.DATABASE_PASSWORD of "app"\./,
    ],
    [
        "an encoded one in a ConfigMap",
        [APP, configMap({ a: Buffer.from(PASSWORD).toString("base64") })],
        /ConfigMap "settings" has in its input data\.a/,
    ],
    [
        "a line of a key in a file of the repository",
        [
            secret({ sshPrivateKey: new Secret(PRIVATE_KEY) }),
            {
                type: "github:index/repositoryFile:RepositoryFile",
                name: "repository:README.md",
                inputs: {
                    file: "README.md",
                    content: `text\n    ${PRIVATE_KEY.split("\n")[1] ?? ""}\n`,
                },
            },
        ],
        /RepositoryFile "repository:README\.md" has in its input content/,
    ],
    [
        "a shorter one, where that is asked for",
        [APP, configMap({ stage: "production" })],
        /data\.stage/,
        { config: { "no-secret-in-a-second-place": { shortest: 8 } } },
    ],
]);
