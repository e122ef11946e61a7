import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { parse } from "yaml";
import { isProperties, listAt, objectAt, Properties, textAt, Value } from "../protocol/values";

/** Which parts of a kubeconfig to use instead of those it names itself. */
export interface KubeconfigOverrides {
    readonly context?: string;
    readonly cluster?: string;
    readonly namespace?: string;
}

/** How to reach and sign in to one API server. */
export interface Connection {
    /** Base URL, http or https. */
    readonly server: string;
    readonly ca?: string;
    readonly certificate?: string;
    readonly key?: string;
    readonly authorization?: string;
    /** Switches off the verification of the server's certificate. */
    readonly insecure: boolean;
    /** The name expected in the server's certificate, when it is not the one in `server`. */
    readonly serverName?: string;
    /** Where namespaced objects without a namespace go. */
    readonly namespace: string;
}

/** A parsed kubeconfig and the folder that its relative paths start from. */
export interface Kubeconfig {
    readonly config: Properties;
    readonly folder: string;
    /** The file it was read from, if it was. */
    readonly path?: string;
}

/**
 * Reads a kubeconfig given as its content (YAML or JSON) or as the path of a file (`~` expands).
 * Without one, the first existing file of `$KUBECONFIG`, or `~/.kube/config`, is read.
 *
 * @throws if nothing is found or what is found is no kubeconfig
 */
export function readKubeconfig(pathOrContent: string | undefined): Kubeconfig {
    const given = pathOrContent ?? ambientKubeconfig();
    const path = given.replace(/^~(?=$|\/)/, homedir());
    const isFile = !path.includes("\n") && existsSync(path);
    const config: Value = parse(isFile ? readFileSync(path, "utf8") : given) as Value;
    if (!isProperties(config)) {
        throw new Error("couldn't load kubeconfig: neither an existing file nor a kubeconfig");
    }
    return isFile ? { config, folder: dirname(path), path } : { config, folder: process.cwd() };
}

function ambientKubeconfig(): string {
    const files = process.env["KUBECONFIG"]?.split(delimiter) ?? [join(homedir(), ".kube/config")];
    const found = files.find((file) => file !== "" && existsSync(file));
    if (found === undefined) {
        throw new Error(`no kubeconfig: none is configured and ${files.join(", ")} does not exist`);
    }
    return found;
}

/** The entry of the cluster that a kubeconfig makes active, or undefined. */
export function activeCluster(
    { config }: Kubeconfig,
    overrides: KubeconfigOverrides,
): Properties | undefined {
    const context = named(config, "contexts", contextName(config, overrides), "context");
    const cluster = overrides.cluster ?? textAt(context, "cluster");
    return context && named(config, "clusters", cluster, "cluster");
}

/**
 * The connection that a kubeconfig describes.
 *
 * @throws if the context or cluster does not exist, or the user signs in by a way other than a
 * certificate, a token, or a name and password
 */
export function connectionOf(kubeconfig: Kubeconfig, overrides: KubeconfigOverrides): Connection {
    const { config, folder } = kubeconfig;
    const name = contextName(config, overrides);
    const context = named(config, "contexts", name, "context");
    if (context === undefined) {
        throw new Error(`context "${name}" does not exist`);
    }
    const cluster = activeCluster(kubeconfig, overrides);
    const server = textAt(cluster, "server");
    if (server === "") {
        throw new Error(`context "${name}" names no cluster with a server`);
    }
    const user = named(config, "users", textAt(context, "user"), "user") ?? {};
    for (const unsupported of ["exec", "auth-provider"]) {
        if (unsupported in user) {
            throw new Error(`the lab's provider cannot sign in by "${unsupported}"`);
        }
    }
    const file = (path: string) =>
        readFileSync(isAbsolute(path) ? path : join(folder, path), "utf8");
    const dataOrFile = (entry: Properties | undefined, key: string): string | undefined => {
        const data = textAt(entry, `${key}-data`);
        const path = textAt(entry, key);
        return data !== ""
            ? Buffer.from(data, "base64").toString("utf8")
            : path !== ""
              ? file(path)
              : undefined;
    };
    const ca = dataOrFile(cluster, "certificate-authority");
    const certificate = dataOrFile(user, "client-certificate");
    const key = dataOrFile(user, "client-key");
    const authorization = authorizationOf(user, file);
    const serverName = textAt(cluster, "tls-server-name");
    return {
        server: server.replace(/\/+$/, ""),
        ...(ca !== undefined && { ca }),
        ...(certificate !== undefined && { certificate }),
        ...(key !== undefined && { key }),
        ...(authorization !== undefined && { authorization }),
        ...(serverName !== "" && { serverName }),
        insecure: cluster?.["insecure-skip-tls-verify"] === true,
        namespace: overrides.namespace || textAt(context, "namespace") || "default",
    };
}

function authorizationOf(user: Properties, file: (path: string) => string): string | undefined {
    const token =
        textAt(user, "token") || (textAt(user, "tokenFile") && file(textAt(user, "tokenFile")));
    if (token !== "") {
        return `Bearer ${token.trim()}`;
    }
    const name = textAt(user, "username");
    return name === ""
        ? undefined
        : `Basic ${Buffer.from(`${name}:${textAt(user, "password")}`).toString("base64")}`;
}

function contextName(config: Properties, overrides: KubeconfigOverrides): string {
    return overrides.context || textAt(config, "current-context");
}

function named(
    config: Properties,
    list: string,
    name: string,
    key: string,
): Properties | undefined {
    const entry = listAt(config, list).find((item) => textAt(item, "name") === name);
    return entry === undefined ? undefined : objectAt(entry, key);
}
