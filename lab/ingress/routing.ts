import type { Backend, Ingress, IngressPath } from "./objects";

/** Where a request goes. */
export interface Route {
    /** Namespace of the Ingress, and so of its Services. */
    readonly namespace: string;
    /** Name of the Ingress. */
    readonly ingress: string;
    readonly backend: Backend;
}

/**
 * The backend of a request, by the rules of the Kubernetes documentation: a host by name goes
 * before one by wildcard, and that before rules for every host; of the paths that match, the one
 * with most elements counts, Exact before Prefix; of two equal ones, the older Ingress'. Where no
 * rule matches, the oldest default backend answers.
 *
 * @param host as in the Host header, with or without a port
 * @param target path with or without a query, as in the request line
 * @returns undefined where nothing matches
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/
 */
export function route(
    ingresses: readonly Ingress[],
    host: string,
    target: string,
): Route | undefined {
    const name = host.replace(/:\d+$/, "").toLowerCase();
    const [path = "/"] = target.split("?");
    const byAge = [...ingresses].sort(olderFirst);
    const rules = byAge.flatMap((ingress) =>
        (ingress.spec.rules ?? []).map((rule) => ({
            ingress,
            paths: rule.http?.paths ?? [],
            precision: hostPrecision(rule.host, name),
        })),
    );
    // A host with rules of its own is not served by rules for more hosts than it.
    const precision = Math.max(0, ...rules.map((rule) => rule.precision));
    const [best] = rules
        .filter((rule) => precision > 0 && rule.precision === precision)
        .flatMap(({ ingress, paths }) => paths.map((rulePath) => ({ ingress, rulePath })))
        .filter(({ rulePath }) => pathMatches(rulePath, path))
        .sort((one, other) => comparePaths(one.rulePath, other.rulePath));
    if (best) {
        return routeTo(best.ingress, best.rulePath.backend);
    }
    const fallback = byAge.find(({ spec }) => spec.defaultBackend !== undefined);
    return fallback && routeTo(fallback, fallback.spec.defaultBackend ?? {});
}

/** Whether a host, possibly a wildcard for one label, stands for a name. */
export function hostMatches(host: string, name: string): boolean {
    const pattern = host.toLowerCase();
    return pattern.startsWith("*.")
        ? name.includes(".") && name.slice(name.indexOf(".")) === pattern.slice(1)
        : pattern === name;
}

function routeTo({ metadata }: Ingress, backend: Backend): Route {
    return { namespace: metadata.namespace, ingress: metadata.name, backend };
}

function olderFirst({ metadata: one }: Ingress, { metadata: other }: Ingress): number {
    return (
        Date.parse(one.creationTimestamp) - Date.parse(other.creationTimestamp) ||
        `${one.namespace}/${one.name}`.localeCompare(`${other.namespace}/${other.name}`)
    );
}

/** 3 by name, 2 by wildcard, 1 for rules without a host, 0 if the host is another. */
function hostPrecision(host: string | undefined, name: string): number {
    if (host === undefined || host === "") {
        return 1;
    }
    return !hostMatches(host, name) ? 0 : host.startsWith("*.") ? 2 : 3;
}

function pathMatches(rule: IngressPath, path: string): boolean {
    if (rule.pathType === "Exact") {
        return rule.path === path;
    }
    const wanted = elements(rule);
    const given = path.split("/");
    return wanted.every((element, index) => element === given[index]);
}

/** Elements of a rule's path; a slash at its end counts as none. */
function elements({ path = "/" }: IngressPath): string[] {
    return path.replace(/\/$/, "").split("/");
}

/** The path to prefer first; equal ones stay in the order of their age. */
function comparePaths(one: IngressPath, other: IngressPath): number {
    const exact = ({ pathType }: IngressPath): number => (pathType === "Exact" ? 1 : 0);
    return elements(other).length - elements(one).length || exact(other) - exact(one);
}
