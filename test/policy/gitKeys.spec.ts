import { type Given, urnOf } from "./support/judge";
import { casesOf } from "./support/cases";

const KEY = "tls:index/privateKey:PrivateKey";
const READ_URL = "git@github.com:o/r.git";

function deployKey(name: string, readOnly: boolean | undefined, key = name): Given {
    return {
        type: "github:index/repositoryDeployKey:RepositoryDeployKey",
        name,
        inputs: { title: `letsgo-app-dev-${name}`, readOnly },
        dependencies: { key: [urnOf({ type: KEY, name: key })] },
    };
}

casesOf("read-key-is-read-only", [
    ["a key that only reads", deployKey("read-1", true)],
    ["the updater's key, which writes", deployKey("write-1", false)],
    [
        "a key to read with that writes",
        deployKey("read-2", false),
        /"read-2" may write, though "letsgo-app-dev-read-2" is the key.+set readOnly to true/,
    ],
    ["one that says nothing, and so writes", deployKey("read", undefined), /may write/],
]);

const LABELS = { "argocd.argoproj.io/secret-type": "repository" };
const TEMPLATE = { "argocd.argoproj.io/secret-type": "repo-creds" };

function secret(url: string, key: string, labels: object = LABELS): Given {
    return {
        type: "kubernetes:core/v1:Secret",
        name: "application-read",
        inputs: { metadata: { labels }, stringData: { url, project: "letsgo-app-dev" } },
        dependencies: { stringData: [urnOf({ type: KEY, name: key })] },
    };
}

const STACK: readonly Given[] = [
    {
        type: "kubernetes:argoproj.io/v1alpha1:Application",
        inputs: { spec: { project: "letsgo-app-dev", source: { repoURL: READ_URL } } },
    },
    { type: KEY, name: "read-1" },
    { type: KEY, name: "write-1" },
    deployKey("read-1", true),
    deployKey("write-1", false),
];

casesOf("argocd-cannot-write", [
    ["the key that reads, for the URL that is read", [...STACK, secret(READ_URL, "read-1")]],
    [
        "the key that writes, for the URL that is written to",
        [...STACK, secret("ssh://git@github.com:22/o/r.git", "write-1")],
    ],
    [
        "a repository whose name only begins alike",
        [...STACK, secret("git@github.com:o/r-other.git", "write-1")],
    ],
    [
        "a template for another owner",
        [...STACK, secret("git@github.com:other/", "write-1", TEMPLATE)],
    ],
    ["a Secret that is not Argo CD's", [...STACK, secret(READ_URL, "write-1", {})]],
    [
        "the key that writes, for the URL that is read",
        [...STACK, secret(READ_URL, "write-1")],
        /"application-read" gives Argo CD a key that can write to git@github\.com:o\/r\.git/,
    ],
    [
        "the same URL in other words",
        [...STACK, secret("ssh://git@GitHub.com/o/r", "write-1")],
        /gives Argo CD a key that can write to ssh:\/\/git@GitHub\.com\/o\/r/,
    ],
    [
        "the key that writes, in a template for all of the owner's repositories",
        [...STACK, secret("git@github.com:o/", "write-1", TEMPLATE)],
        /gives Argo CD a key that can write/,
    ],
    [
        "the same, where the provider answers with encoded data",
        [
            ...STACK,
            {
                ...secret(READ_URL, "write-1"),
                outputs: {
                    metadata: { labels: LABELS },
                    data: { url: Buffer.from(READ_URL).toString("base64") },
                },
            },
        ],
        /gives Argo CD a key that can write/,
    ],
]);
