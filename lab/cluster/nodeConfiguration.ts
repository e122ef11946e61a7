import { stringify } from "yaml";
import { LAB_HOSTS, NODE_ADDRESS, POD_CIDR, REGISTRY_URL } from "../network/addresses";
import { LAB_CGROUP } from "../processes/cgroups";

export const CLUSTER_DOMAIN = "cluster.local";

/** Where the node's programs keep their things. */
export interface NodeDirectories {
    /** State of the node, on disk. */
    readonly run: string;
    /** Sockets. */
    readonly runtime: string;
    readonly cniPlugins: string;
}

/** The image that holds each pod's namespaces. */
export const PAUSE_IMAGE = "registry.lab:5000/lab/pause:1";

export function containerdSocket(directories: Pick<NodeDirectories, "runtime">): string {
    return `${directories.runtime}/containerd.sock`;
}

/** containerd's configuration (version 2, for 1.5 and newer). */
export function containerdConfiguration(directories: NodeDirectories): string {
    const { run } = directories;
    return [
        "version = 2",
        `root = "${run}/containerd/root"`,
        `state = "${directories.runtime}/containerd"`,
        'disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.aufs", "io.containerd.internal.v1.opt"]',
        "[grpc]",
        `  address = "${containerdSocket(directories)}"`,
        '[plugins."io.containerd.grpc.v1.cri"]',
        `  sandbox_image = "${PAUSE_IMAGE}"`,
        "  disable_apparmor = true",
        // Without it runc ends with "can't get final child's PID from pipe: EOF" where raising a
        // score is refused.
        "  restrict_oom_score_adj = true",
        "  disable_tcp_service = true",
        '  [plugins."io.containerd.grpc.v1.cri".cni]',
        `    bin_dir = "${directories.cniPlugins}"`,
        `    conf_dir = "${run}/cni"`,
        "    max_conf_num = 1",
        '  [plugins."io.containerd.grpc.v1.cri".registry]',
        `    config_path = "${run}/containerd/hosts"`,
        "",
    ].join("\n");
}

/**
 * Where containerd looks up, at each pull, which registry has the images of a host.
 *
 * @param run the lab's directory for state
 * @param host as in image names; `_default` for those without a file of their own
 */
export function mirrorFile(run: string, host: string): string {
    return `${run}/containerd/hosts/${host}/hosts.toml`;
}

/** `hosts.toml` of every registry: whatever an image's host, the lab's registry has its path. */
export function registryMirror(url = REGISTRY_URL): string {
    return [
        `server = "${url}"`,
        `[host."${url}"]`,
        '  capabilities = ["pull", "resolve"]',
        "",
    ].join("\n");
}

/** The pods' network: a bridge with addresses given out in order, and host ports. */
export function cniConfiguration(directories: NodeDirectories): string {
    return JSON.stringify(
        {
            cniVersion: "0.4.0",
            name: "lab",
            plugins: [
                {
                    type: "bridge",
                    bridge: "cni0",
                    isGateway: true,
                    ipMasq: true,
                    hairpinMode: true,
                    ipam: {
                        type: "host-local",
                        ranges: [[{ subnet: POD_CIDR }]],
                        routes: [{ dst: "0.0.0.0/0" }],
                        dataDir: `${directories.run}/cni-addresses`,
                    },
                },
                { type: "portmap", capabilities: { portMappings: true } },
            ],
        },
        undefined,
        2,
    );
}

/**
 * The kubelet's configuration. Nothing is reserved or evicted: the node is a guest on a machine
 * that does other things as well.
 */
export function kubeletConfiguration(directories: NodeDirectories, authority: string): string {
    return stringify({
        apiVersion: "kubelet.config.k8s.io/v1beta1",
        kind: "KubeletConfiguration",
        address: NODE_ADDRESS,
        authentication: {
            anonymous: { enabled: false },
            webhook: { enabled: true },
            x509: { clientCAFile: authority },
        },
        authorization: { mode: "Webhook" },
        cgroupDriver: "cgroupfs",
        cgroupRoot: `/${LAB_CGROUP}`,
        clusterDNS: [NODE_ADDRESS],
        clusterDomain: CLUSTER_DOMAIN,
        containerRuntimeEndpoint: `unix://${containerdSocket(directories)}`,
        enforceNodeAllocatable: [],
        evictionHard: {
            "imagefs.available": "0%",
            "memory.available": "0%",
            "nodefs.available": "0%",
            "nodefs.inodesFree": "0%",
        },
        // Kubernetes 1.35 and newer refuse version 1 of control groups unless told so.
        failCgroupV1: false,
        failSwapOn: false,
        featureGates: {},
        imageGCHighThresholdPercent: 100,
        imageGCLowThresholdPercent: 99,
        localStorageCapacityIsolation: false,
        nodeStatusUpdateFrequency: "10s",
        podLogsDir: `${directories.run}/pod-logs`,
        resolvConf: "",
        serializeImagePulls: false,
        volumePluginDir: `${directories.run}/volume-plugins`,
        // The machine's boot parameters are not the lab's to change.
        protectKernelDefaults: false,
        makeIPTablesUtilChains: false,
    });
}

/** CoreDNS as a program of the node: names of the cluster and of the lab, and nothing else. */
export function corefile(kubeconfig: string): string {
    const hosts = Object.entries(LAB_HOSTS).map(([name, address]) => `        ${address} ${name}`);
    return [
        ".:53 {",
        `    bind ${NODE_ADDRESS}`,
        `    ready ${NODE_ADDRESS}:8181`,
        "    errors",
        "    hosts {",
        ...hosts,
        "        fallthrough",
        "    }",
        `    kubernetes ${CLUSTER_DOMAIN} in-addr.arpa ip6.arpa {`,
        `        kubeconfig ${kubeconfig}`,
        "        pods insecure",
        "        ttl 5",
        "    }",
        "}",
        "",
    ].join("\n");
}

/** Name of the class of Ingresses that the lab's proxy follows. */
export const INGRESS_CLASS = "lab";

/** The class itself; not the default one, so that it has to be asked for. */
export function ingressClass(): string {
    return stringify({
        apiVersion: "networking.k8s.io/v1",
        kind: "IngressClass",
        metadata: { name: INGRESS_CLASS },
        spec: { controller: "argocd-image-drift/lab-ingress" },
    });
}

/** What every new cluster gets: a storage class whose volumes are directories of the node. */
export function storageClass(): string {
    return stringify({
        apiVersion: "storage.k8s.io/v1",
        kind: "StorageClass",
        metadata: {
            name: "standard",
            annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
        },
        provisioner: "kubernetes.io/host-path",
        reclaimPolicy: "Delete",
        volumeBindingMode: "Immediate",
    });
}
