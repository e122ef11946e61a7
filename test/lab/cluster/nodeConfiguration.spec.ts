import assert from "node:assert/strict";
import { z } from "zod";
import { parse } from "yaml";
import {
    cniConfiguration,
    containerdConfiguration,
    corefile,
    kubeletConfiguration,
    registryMirror,
} from "../../../lab/cluster/nodeConfiguration";
import { hostsFile, resolvConf } from "../../../lab/network/nameFiles";

const directories = { run: "/lab/run", runtime: "/run/lab", cniPlugins: "/usr/lib/cni" };

describe("lab/cluster/nodeConfiguration", () => {
    it("gives the kubelet a configuration for both versions of control groups", () => {
        const kubelet = z
            .object({
                cgroupDriver: z.literal("cgroupfs"),
                cgroupRoot: z.literal("/image-drift-lab"),
                failCgroupV1: z.literal(false),
                enforceNodeAllocatable: z.array(z.string()).length(0),
                containerRuntimeEndpoint: z.literal("unix:///run/lab/containerd.sock"),
                clusterDNS: z.tuple([z.literal("10.77.0.1")]),
            })
            .safeParse(parse(kubeletConfiguration(directories, "/ca.crt")));
        assert.ok(kubelet.success, kubelet.error?.message);
    });

    it("keeps containerd's state in the lab and asks the lab's registry for every image", () => {
        const text = containerdConfiguration(directories);
        assert.match(text, /^root = "\/lab\/run\/containerd\/root"$/m);
        assert.match(text, /address = "\/run\/lab\/containerd\.sock"/);
        assert.match(text, /restrict_oom_score_adj = true/);
        assert.match(text, /config_path = "\/lab\/run\/containerd\/hosts"/);
        assert.match(registryMirror(), /^server = "http:\/\/10\.77\.0\.3:5000"$/m);
    });

    it("gives pods addresses of the pods' range, remembered in the lab", () => {
        const network = z
            .object({
                plugins: z.tuple([
                    z.object({
                        type: z.literal("bridge"),
                        ipam: z.object({
                            ranges: z.tuple([
                                z.tuple([z.object({ subnet: z.literal("10.78.0.0/16") })]),
                            ]),
                            dataDir: z.literal("/lab/run/cni-addresses"),
                        }),
                    }),
                    z.object({ type: z.literal("portmap") }),
                ]),
            })
            .safeParse(JSON.parse(cniConfiguration(directories)));
        assert.ok(network.success, network.error?.message);
    });

    it("resolves the lab's names for pods and for programs of the machine alike", () => {
        const pairs = ["10.77.0.2 git.lab", "10.77.0.3 registry.lab", "10.77.0.4 argocd.lab"];
        for (const pair of pairs) {
            assert.ok(corefile("/kubeconfig").includes(`        ${pair}\n`), pair);
            assert.ok(hostsFile().includes(`\n${pair}\n`), pair);
        }
        assert.match(resolvConf(), /^nameserver 10\.77\.0\.1\n/);
    });
});
