import * as path from "node:path";
import { API_PORT, API_URL, NODE_ADDRESS, POD_CIDR, SERVICE_CIDR } from "../network/addresses";
import type { LabPaths } from "../paths";
import { toolFile } from "../tools/toolPath";
import { auditLog } from "./audit";
import type { Certificates } from "./certificates";
import type { ConfigurationFiles } from "./configurationFiles";
import { kubeconfigFile, tokenFile } from "./credentials";
import { CLUSTER_DOMAIN } from "./nodeConfiguration";
import { answers } from "./readiness";
import { service, type ServiceStep } from "./steps";

const ETCD = "http://127.0.0.1:2379";

/** etcd, the API server and the two that act on what it holds. */
export function controlPlane(
    paths: LabPaths,
    certificates: Certificates,
    { auditPolicy }: Pick<ConfigurationFiles, "auditPolicy">,
): ServiceStep[] {
    const { apiServer, authority, kubeletClient, serviceAccounts } = certificates;
    const servingCertificate = [
        `--tls-cert-file=${apiServer.certificate}`,
        `--tls-private-key-file=${apiServer.key}`,
    ];
    const client = (account: "kube-controller-manager" | "kube-scheduler"): string[] => {
        const file = kubeconfigFile(paths, account);
        return [
            `--kubeconfig=${file}`,
            `--authentication-kubeconfig=${file}`,
            `--authorization-kubeconfig=${file}`,
            "--authentication-skip-lookup=true",
            "--bind-address=127.0.0.1",
            "--leader-elect=false",
            "--profiling=false",
            ...servingCertificate,
        ];
    };
    return [
        service({
            name: "etcd",
            after: [],
            command: "etcd",
            args: [
                `--data-dir=${path.join(paths.run, "etcd")}`,
                `--listen-client-urls=${ETCD}`,
                `--advertise-client-urls=${ETCD}`,
                "--listen-peer-urls=http://127.0.0.1:2380",
                "--initial-advertise-peer-urls=http://127.0.0.1:2380",
                "--initial-cluster=default=http://127.0.0.1:2380",
                // The lab's data does not outlive the machine's next start anyway.
                "--unsafe-no-fsync",
            ],
            configuration: [],
            ready: answers(`${ETCD}/health`),
        }),
        service({
            name: "kube-apiserver",
            after: ["etcd"],
            command: toolFile(paths, "kube-apiserver"),
            args: [
                `--etcd-servers=${ETCD}`,
                `--bind-address=${NODE_ADDRESS}`,
                `--advertise-address=${NODE_ADDRESS}`,
                `--secure-port=${API_PORT}`,
                `--service-cluster-ip-range=${SERVICE_CIDR}`,
                "--allow-privileged=true",
                "--authorization-mode=Node,RBAC",
                "--enable-admission-plugins=NodeRestriction",
                `--token-auth-file=${tokenFile(paths)}`,
                `--client-ca-file=${authority.certificate}`,
                ...servingCertificate,
                `--kubelet-client-certificate=${kubeletClient.certificate}`,
                `--kubelet-client-key=${kubeletClient.key}`,
                "--kubelet-preferred-address-types=InternalIP",
                `--service-account-issuer=https://kubernetes.default.svc.${CLUSTER_DOMAIN}`,
                `--service-account-key-file=${serviceAccounts.publicKey}`,
                `--service-account-signing-key-file=${serviceAccounts.privateKey}`,
                `--audit-policy-file=${auditPolicy}`,
                `--audit-log-path=${auditLog(paths)}`,
                "--profiling=false",
            ],
            // Go's default collects when the heap has doubled: half of the API server's processor
            // time, in the lab's tests. Below the limit it may grow further first.
            env: { GOGC: "300", GOMEMLIMIT: "1100MiB" },
            configuration: [tokenFile(paths), apiServer.certificate, auditPolicy],
            ready: answers(`${API_URL}/readyz`),
        }),
        service({
            name: "kube-controller-manager",
            after: ["kube-apiserver"],
            command: toolFile(paths, "kube-controller-manager"),
            args: [
                ...client("kube-controller-manager"),
                "--use-service-account-credentials=true",
                `--service-account-private-key-file=${serviceAccounts.privateKey}`,
                `--root-ca-file=${authority.certificate}`,
                `--cluster-cidr=${POD_CIDR}`,
                `--service-cluster-ip-range=${SERVICE_CIDR}`,
                "--allocate-node-cidrs=false",
                "--enable-hostpath-provisioner=true",
            ],
            configuration: [kubeconfigFile(paths, "kube-controller-manager")],
            ready: answers("https://127.0.0.1:10257/healthz"),
        }),
        service({
            name: "kube-scheduler",
            after: ["kube-apiserver"],
            command: toolFile(paths, "kube-scheduler"),
            args: client("kube-scheduler"),
            configuration: [kubeconfigFile(paths, "kube-scheduler")],
            ready: answers("https://127.0.0.1:10259/healthz"),
        }),
    ];
}
