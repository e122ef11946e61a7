import * as fs from "node:fs";
import { requireLinuxRoot } from "./host";
import { withLabLock } from "./lock";
import { removeNamespaces } from "./network/namespaces";
import { labPaths, type LabPaths } from "./paths";
import { cgroupMounts, cgroupPids, removeLabCgroups } from "./processes/cgroups";
import { endAll, labPids } from "./processes/members";
import { labOwner } from "./up";
import { waitFor } from "./wait";

export interface DownOptions {
    readonly paths?: LabPaths;
}

/**
 * Removes the lab: processes, containers, namespaces, mounts, interfaces, control groups and state.
 * Logs and everything that was built stay. Works on whatever an interrupted `up` or `down` left, and
 * does nothing where there is nothing. Returns the seconds it took.
 */
export async function labDown(options: DownOptions = {}): Promise<number> {
    const paths = options.paths ?? labPaths();
    requireLinuxRoot();
    return withLabLock(async () => {
        const began = performance.now();
        const owner = labOwner(paths);
        if (owner !== undefined && owner !== paths.home) {
            throw new Error(
                `the lab on this machine belongs to ${owner}: set IMAGE_DRIFT_HOME to that`,
            );
        }
        const mounts = cgroupMounts();
        // The kubelet would start again what is ended behind its back.
        await endAll(() => cgroupPids(mounts, "services/kubelet"), "the kubelet");
        await endAll(() => labPids(mounts), "the lab's processes");
        await waitFor(
            () => {
                const left = removeLabCgroups(mounts);
                return left.length === 0
                    ? { met: true, value: undefined }
                    : { met: false, state: `left: ${left.join(", ")}` };
            },
            { what: "the removal of control groups", deadlineSeconds: 10 },
        );
        removeState(paths);
        for (const file of [paths.kubeconfig, paths.caCertificate, paths.caKey, paths.caBundle]) {
            fs.rmSync(file, { force: true });
        }
        await removeNamespaces(paths);
        return (performance.now() - began) / 1000;
    });
}

/** Set aside at once, so that no interrupt leaves half a state for the next start to trip over. */
function removeState(paths: LabPaths): void {
    const aside = `${paths.run}.removed`;
    fs.rmSync(aside, { recursive: true, force: true });
    if (fs.existsSync(paths.run)) {
        fs.renameSync(paths.run, aside);
    }
    fs.rmSync(aside, { recursive: true, force: true });
}
