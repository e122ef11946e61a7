import * as os from "node:os";
import * as path from "node:path";

import { DEFAULT_LAB, labName } from "./labName";

/** Where the lab keeps things. Nothing else in the lab knows a directory by name. */
export interface LabPaths {
    /** The checkout this lab belongs to. */
    readonly project: string;
    /** Root of everything that is kept between runs. */
    readonly home: string;
    /** Built tools: one directory a module, named by what went into the build. */
    readonly tools: string;
    /** Bundled programs and packed charts, named by their content. */
    readonly parts: string;
    /** Image layers, named by their content. */
    readonly images: string;
    /** One lab's own directory. */
    readonly lab: string;
    /** State of the running lab; `down` removes it. */
    readonly run: string;
    /** One log a service, kept after `down` for reading. */
    readonly logs: string;
    /** The administrator's kubeconfig. */
    readonly kubeconfig: string;
    /** The certificate authority of the lab's HTTPS servers. */
    readonly caCertificate: string;
    readonly caKey: string;
    /** The machine's certificate authorities and the lab's. */
    readonly caBundle: string;
    /** Sockets and namespaces; short, because a socket's path may have 107 bytes only. */
    readonly runtime: string;
}

/**
 * The lab's directories: below `$IMAGE_DRIFT_HOME`, or `argocd-image-drift` in
 * `$XDG_CACHE_HOME` (default `~/.cache`). Labs with names share what was built.
 */
export function labPaths(env: NodeJS.ProcessEnv = process.env): LabPaths {
    const home = path.resolve(
        nonEmpty(env.IMAGE_DRIFT_HOME) ??
            path.join(
                nonEmpty(env.XDG_CACHE_HOME) ?? path.join(os.homedir(), ".cache"),
                "argocd-image-drift",
            ),
    );
    const name = labName(env);
    // The one without a name of its own keeps the short folder.
    const lab = path.join(home, name.replace(DEFAULT_LAB, "lab"));
    return {
        project: path.resolve(__dirname, ".."),
        home,
        tools: path.join(home, "tools"),
        parts: path.join(home, "parts"),
        images: path.join(home, "images"),
        lab,
        run: path.join(lab, "run"),
        logs: path.join(lab, "logs"),
        kubeconfig: path.join(lab, "kubeconfig"),
        caCertificate: path.join(lab, "ca.crt"),
        caKey: path.join(lab, "ca.key"),
        caBundle: path.join(lab, "ca-bundle.crt"),
        runtime: path.join("/run", name),
    };
}

/** An empty variable counts as unset, as in the XDG specification. */
function nonEmpty(value: string | undefined): string | undefined {
    return value === undefined || value === "" ? undefined : value;
}
