import * as pulumi from "@pulumi/pulumi";

import type { Given } from "./support/judge";
import { casesOf } from "./support/cases";

const SPEC = {
    sourceRepos: ["git@github.com:o/r.git"],
    destinations: [{ server: "https://kubernetes.default.svc", namespace: "app-dev" }],
    clusterResourceWhitelist: [],
    namespaceResourceWhitelist: [{ group: "apps", kind: "Deployment" }],
};

function project(spec: object): Given {
    return {
        type: "kubernetes:argoproj.io/v1alpha1:AppProject",
        name: "application-project",
        inputs: { spec: { ...SPEC, ...spec } },
    };
}

function application(name: string): Given {
    return {
        type: "kubernetes:argoproj.io/v1alpha1:Application",
        inputs: { spec: { project: name } },
    };
}

casesOf("app-project-without-wildcards", [
    ["one that names everything", project({})],
    ["what is not known yet", project({ sourceRepos: pulumi.runtime.unknownValue })],
    ["an Application in a project of its own", application("letsgo-app-dev")],
    [
        "any repository",
        project({ sourceRepos: ["*"] }),
        /AppProject "application-project" allows "\*" in spec\.sourceRepos\[0\]/,
    ],
    [
        "any repository of an owner",
        project({ sourceRepos: ["git@github.com:o/*"] }),
        /allows "git@github.com:o\/\*"/,
    ],
    [
        "any namespace of any cluster",
        project({ destinations: [{ server: "*", namespace: "*" }] }),
        [/destinations\[0\]\.server/, /destinations\[0\]\.namespace/],
    ],
    [
        "any kind of a group",
        project({ namespaceResourceWhitelist: [{ group: "apps", kind: "*" }] }),
        /namespaceResourceWhitelist\[0\]\.kind.+projectExtraKinds/,
    ],
    [
        "any kind of the cluster",
        project({ clusterResourceWhitelist: [{ group: "*", kind: "*" }] }),
        [/clusterResourceWhitelist\[0\]\.group/, /clusterResourceWhitelist\[0\]\.kind/],
    ],
    [
        "Applications from any namespace",
        project({ sourceNamespaces: ["*"] }),
        /sourceNamespaces\[0\]/,
    ],
    [
        "every kind of a namespace, for want of a list",
        project({ namespaceResourceWhitelist: undefined }),
        /has no spec\.namespaceResourceWhitelist/,
    ],
    ["an Application in the project of all", application("default"), /is in the project `default`/],
]);
