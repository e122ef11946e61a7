import assert from "node:assert/strict";
import { certificateFiles } from "../../../lab/cluster/certificates";
import { labSteps } from "../../../lab/cluster/labSteps";
import { checkOrder } from "../../../lab/cluster/startOrder";
import { labPaths } from "../../../lab/paths";

const paths = labPaths({ IMAGE_DRIFT_HOME: "/home/lab" });
const steps = labSteps(paths, certificateFiles(paths), {
    auditPolicy: "/audit.yaml",
    containerd: "/c.toml",
    kubelet: "/k.yaml",
    coredns: "/Corefile",
    registry: "/r.yaml",
    privateRegistry: "/p.yaml",
    cni: "/cni",
    mirror: "/m",
});

describe("lab/cluster/labSteps", () => {
    it("has an order, and everything the lab is made of", () => {
        checkOrder(steps);
        assert.deepEqual(
            steps
                .filter((step) => step.kind === "service")
                .map((step) => step.name)
                .sort(),
            [
                "containerd",
                "coredns",
                "etcd",
                "github",
                "ingress",
                "kube-apiserver",
                "kube-controller-manager",
                "kube-proxy",
                "kube-scheduler",
                "kubelet",
                "private-registry",
                "registry",
                "volume-access",
            ],
        );
    });

    it("lets no server listen on all addresses of the network namespace", () => {
        for (const step of steps) {
            const args = step.kind === "service" ? step.service.args : [];
            assert.ok(!args.some((arg) => arg.includes("0.0.0.0")), step.name);
        }
    });
});
