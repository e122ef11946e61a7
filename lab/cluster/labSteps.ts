import * as fs from "node:fs";
import * as path from "node:path";
import {
    API_URL,
    GIT_ADDRESS,
    GIT_HOST,
    GITHUB_ADMIN,
    INGRESS_ADDRESS,
    INGRESS_HEALTH,
    NODE_ADDRESS,
    NODE_NAME,
    POD_CIDR,
    PRIVATE_REGISTRY_URL,
    REGISTRY_URL,
} from "../network/addresses";
import type { LabPaths } from "../paths";
import { pushSystemImages } from "../images/systemImages";
import { toolFile } from "../tools/toolPath";
import type { Certificates } from "./certificates";
import type { ConfigurationFiles } from "./configurationFiles";
import { kubeconfigFile } from "./credentials";
import { controlPlane } from "./controlPlane";
import { containerdSocket } from "./nodeConfiguration";
import { answers, answersWith, listensOn, type ReadinessCheck } from "./readiness";
import { service, type LabStep } from "./steps";
import { adminToken, createIngressClass, createStorageClass } from "./apiObjects";

/** Everything `up` starts and does in the lab, with what each waits for. */
export function labSteps(
    paths: LabPaths,
    certificates: Certificates,
    files: ConfigurationFiles,
): LabStep[] {
    return [
        ...controlPlane(paths, certificates, files),
        service({
            name: "containerd",
            after: [],
            command: "containerd",
            args: ["--config", files.containerd],
            configuration: [files.containerd, files.cni],
            ready: listensOn(containerdSocket(paths)),
        }),
        service({
            name: "kubelet",
            after: ["kube-apiserver", "containerd"],
            command: toolFile(paths, "kubelet"),
            args: [
                `--config=${files.kubelet}`,
                `--kubeconfig=${kubeconfigFile(paths, "kubelet")}`,
                `--root-dir=${path.join(paths.run, "kubelet")}`,
                `--cert-dir=${path.join(paths.run, "kubelet", "pki")}`,
                `--hostname-override=${NODE_NAME}`,
                `--node-ip=${NODE_ADDRESS}`,
            ],
            configuration: [files.kubelet],
            ready: nodeReady(paths),
            deadlineSeconds: 120,
        }),
        service({
            name: "kube-proxy",
            after: ["kube-apiserver"],
            command: toolFile(paths, "kube-proxy"),
            args: [
                `--kubeconfig=${kubeconfigFile(paths, "kube-proxy")}`,
                `--hostname-override=${NODE_NAME}`,
                "--proxy-mode=nftables",
                // The machine's connection tracking tables are not the lab's to resize.
                "--conntrack-max-per-core=0",
                `--cluster-cidr=${POD_CIDR}`,
                "--healthz-bind-address=127.0.0.1:10256",
            ],
            configuration: [],
            ready: answers("http://127.0.0.1:10256/livez"),
        }),
        service({
            name: "coredns",
            after: ["kube-apiserver"],
            command: toolFile(paths, "coredns"),
            args: ["-conf", files.coredns],
            configuration: [files.coredns],
            ready: answers(`http://${NODE_ADDRESS}:8181/ready`),
        }),
        service({
            name: "volume-access",
            after: [],
            command: toolFile(paths, "volume-access"),
            args: ["/tmp/hostpath_pv"],
            configuration: [],
            ready: () => Promise.resolve({ met: true, value: undefined }),
        }),
        service({
            name: "registry",
            after: [],
            command: "docker-registry",
            args: ["serve", files.registry],
            configuration: [files.registry],
            ready: answers(`${REGISTRY_URL}/v2/`),
        }),
        service({
            name: "private-registry",
            after: [],
            command: "docker-registry",
            args: ["serve", files.privateRegistry],
            configuration: [files.privateRegistry],
            ready: answers(`${PRIVATE_REGISTRY_URL}/v2/`, 401),
        }),
        {
            kind: "task",
            name: "images in registry",
            after: ["registry"],
            perform: (signal) => pushSystemImages(paths, signal),
        },
        {
            kind: "task",
            name: "storage class",
            after: ["kube-apiserver"],
            perform: () => createStorageClass(paths),
        },
        {
            kind: "task",
            name: "ingress class",
            after: ["kube-apiserver"],
            perform: () => createIngressClass(paths),
        },
        ingress(paths, certificates),
        gitHub(paths, certificates),
    ];
}

/** The node is ready when its network, its runtime and its control groups are. */
function nodeReady(paths: LabPaths): ReadinessCheck {
    interface Node {
        status: { conditions: { type: string; status: string; message: string }[] };
    }
    const condition = (body: unknown): { status: string; message: string } | undefined =>
        (body as Node).status.conditions.find((each) => each.type === "Ready");
    return answersWith(
        `${API_URL}/api/v1/nodes/${NODE_NAME}`,
        () => adminToken(paths),
        (body) => condition(body)?.status === "True",
        (body) => condition(body)?.message ?? "no condition Ready",
    );
}

/** The proxy for Ingresses, which runs as a program of its own. */
function ingress(paths: LabPaths, certificates: Certificates): LabStep {
    const kubeconfig = kubeconfigFile(paths, "ingress");
    return service({
        name: "ingress",
        after: ["kube-apiserver"],
        command: process.execPath,
        args: [
            ...["--import", "tsx", path.join(paths.project, "lab", "ingress", "main.ts")],
            ...["--kubeconfig", kubeconfig, "--address", INGRESS_ADDRESS],
            ...["--certificate", certificates.ingress.certificate],
            ...["--key", certificates.ingress.key, "--health", INGRESS_HEALTH],
        ],
        cwd: paths.project,
        configuration: [kubeconfig, certificates.ingress.certificate],
        ready: answers(`http://${INGRESS_HEALTH}`),
    });
}

/** The GitHub stand-in, which runs as a program of its own. */
function gitHub(paths: LabPaths, certificates: Certificates): LabStep {
    const program = path.join(paths.project, "lab", "github", "main.ts");
    if (!fs.existsSync(program)) {
        return {
            kind: "task",
            name: "github",
            after: [],
            perform: () => Promise.resolve(`skipped: there is no ${program}`),
        };
    }
    const state = path.join(paths.run, "github");
    return service({
        name: "github",
        after: [],
        command: process.execPath,
        args: [
            ...["--import", "tsx", program],
            ...["--state", state, "--host", GIT_HOST, "--address", GIT_ADDRESS],
            ...["--tls-cert", certificates.git.certificate, "--tls-key", certificates.git.key],
            ...["--ssh-host-key", path.join(paths.run, "ssh_host_key"), "--admin", GITHUB_ADMIN],
        ],
        cwd: paths.project,
        configuration: [certificates.git.certificate],
        ready: answers(`http://${GITHUB_ADMIN}/_lab/healthz`),
    });
}
