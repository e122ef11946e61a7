import * as pulumi from "@pulumi/pulumi";

import { casesOf } from "./support/cases";
import type { Given } from "./support/judge";

function credential(inputs: object, type = "repository"): Given {
    const labels = { "argocd.argoproj.io/secret-type": type };
    return {
        type: "kubernetes:core/v1:Secret",
        name: "image-update-write",
        inputs: { metadata: { labels }, ...inputs },
    };
}

casesOf("git-secret-has-project", [
    ["one with a project", credential({ stringData: { url: "x", project: "letsgo-app-dev" } })],
    ["one with an encoded project", credential({ data: { project: "bGV0c2dv" } })],
    ["data that is not known yet", credential({ stringData: pulumi.runtime.unknownValue })],
    ["Secrets of other kinds", credential({ stringData: { url: "x" } }, "cluster")],
    [
        "one without",
        credential({ stringData: { url: "x" } }),
        /Secret "image-update-write" has no `project`.+add `project`/,
    ],
    ["one with an empty one", credential({ stringData: { project: "" } }), /has no `project`/],
    [
        "a template without",
        credential({ stringData: { url: "x" } }, "repo-creds"),
        /has no `project`/,
    ],
    [
        "one of the project that everybody may use",
        credential({ stringData: { project: "default" } }),
        /belongs to the project `default`.+set `project`/,
    ],
    [
        "the same, encoded",
        credential({ data: { project: Buffer.from("default").toString("base64") } }),
        /belongs to the project `default`/,
    ],
]);

const APPLICATION: Given = {
    type: "kubernetes:argoproj.io/v1alpha1:Application",
    inputs: { spec: { project: "letsgo-app-dev" } },
};
const PROJECT: Given = {
    type: "kubernetes:argoproj.io/v1alpha1:AppProject",
    inputs: { metadata: { name: "letsgo-app-dev" } },
};
const OWN = credential({ stringData: { project: "letsgo-app-dev" } });
const FOREIGN = credential({ stringData: { project: "somebody-else" } });

casesOf("git-secret-of-own-project", [
    ["one of the Application's project", [APPLICATION, OWN]],
    ["one of the stack's AppProject", [PROJECT, OWN]],
    [
        "data that is not known yet",
        [APPLICATION, credential({ stringData: pulumi.runtime.unknownValue })],
    ],
    ["a stack without any project", FOREIGN],
    [
        "Secrets of other kinds",
        [APPLICATION, credential({ stringData: { project: "somebody-else" } }, "cluster")],
    ],
    [
        "one of somebody else's project",
        [APPLICATION, FOREIGN],
        /"image-update-write" gives the project somebody-else access to Git, and the stack's is letsgo-app-dev\..+set `project`/,
    ],
    [
        "the same, where the provider answers with encoded data",
        [
            PROJECT,
            {
                ...OWN,
                outputs: {
                    metadata: { labels: { "argocd.argoproj.io/secret-type": "repo-creds" } },
                    data: { project: Buffer.from("somebody-else").toString("base64") },
                },
            },
        ],
        /gives the project somebody-else access to Git/,
    ],
]);
