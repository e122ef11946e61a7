import * as fs from "node:fs";
import * as path from "node:path";
import type { LabPaths } from "../paths";
import { privateRegistryConfiguration, registryConfiguration } from "../registry/configuration";
import { registryUsersFile } from "../registry/privateRegistry";
import { auditPolicy } from "./audit";
import { certificateFiles } from "./certificates";
import { kubeconfigFile } from "./credentials";
import {
    cniConfiguration,
    containerdConfiguration,
    corefile,
    kubeletConfiguration,
    mirrorFile,
    registryMirror,
    type NodeDirectories,
} from "./nodeConfiguration";

/** The files that services are started with. */
export interface ConfigurationFiles {
    /** Of the API server. */
    readonly auditPolicy: string;
    readonly containerd: string;
    readonly kubelet: string;
    readonly coredns: string;
    readonly registry: string;
    readonly privateRegistry: string;
    /** Read by containerd, besides its own file. */
    readonly cni: string;
    readonly mirror: string;
}

/** Where distributions put the CNI plugins. */
const CNI_PLUGIN_DIRECTORIES = ["/usr/lib/cni", "/opt/cni/bin", "/usr/libexec/cni"];

export function nodeDirectories(paths: LabPaths): NodeDirectories {
    const cniPlugins = CNI_PLUGIN_DIRECTORIES.find((directory) =>
        fs.existsSync(path.join(directory, "bridge")),
    );
    if (cniPlugins === undefined) {
        throw new Error(`no CNI plugins in ${CNI_PLUGIN_DIRECTORIES.join(", ")}`);
    }
    return { run: paths.run, runtime: paths.runtime, cniPlugins };
}

export function registryStorage(paths: LabPaths): string {
    return path.join(paths.run, "registry");
}

/** Writes every configuration file; all are functions of the paths alone. */
export function writeConfiguration(paths: LabPaths): ConfigurationFiles {
    const directories = nodeDirectories(paths);
    const files: ConfigurationFiles = {
        auditPolicy: path.join(paths.run, "audit-policy.yaml"),
        containerd: path.join(paths.run, "containerd", "config.toml"),
        kubelet: path.join(paths.run, "kubelet.yaml"),
        coredns: path.join(paths.run, "Corefile"),
        registry: path.join(paths.run, "registry.yaml"),
        privateRegistry: path.join(paths.run, "private-registry.yaml"),
        cni: path.join(paths.run, "cni", "10-lab.conflist"),
        mirror: mirrorFile(paths.run, "_default"),
    };
    const { authority } = certificateFiles(paths);
    write(files.auditPolicy, auditPolicy());
    write(files.containerd, containerdConfiguration(directories));
    write(files.cni, cniConfiguration(directories));
    write(files.mirror, registryMirror());
    write(files.kubelet, kubeletConfiguration(directories, authority.certificate));
    write(files.coredns, corefile(kubeconfigFile(paths, "coredns")));
    write(files.registry, registryConfiguration(registryStorage(paths)));
    const users = registryUsersFile(paths);
    write(files.privateRegistry, privateRegistryConfiguration(registryStorage(paths), users));
    if (!fs.existsSync(users)) {
        // Without the file, the registry would make up a user of its own.
        write(users, "");
    }
    return files;
}

function write(file: string, text: string): void {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
}
