/** Finds the route for a request. */
import { Params, type Route } from "./route";

/** Parameters that may hold slashes. */
const spanning = new Set(["path", "ref", "branch", "tree_sha"]);

interface Compiled {
    readonly route: Route;
    readonly pattern: RegExp;
    readonly names: readonly string[];
}

export interface Match {
    readonly route: Route;
    readonly params: Params;
}

export class Router {
    private readonly compiled: readonly Compiled[];

    /** @param routes the first that matches wins: list `/branches/{branch}/rename` first */
    constructor(routes: readonly Route[]) {
        this.compiled = routes.map(compile);
    }

    /** @param path path below `/api/v3`, still encoded */
    find(method: string, path: string): Match | undefined {
        for (const { route, pattern, names } of this.compiled) {
            const match = route.method === method ? pattern.exec(path) : null;
            if (match) {
                const values = names.map((name, index) => [name, decode(match[index + 1] ?? "")]);
                return {
                    route,
                    params: new Params(Object.fromEntries(values) as Record<string, string>),
                };
            }
        }
        return undefined;
    }
}

function compile(route: Route): Compiled {
    const names: string[] = [];
    const source = route.template.replace(/\{(\w+)\}/g, (_, name: string) => {
        names.push(name);
        // An empty path is the root directory of the repository.
        return name === "path" ? "(.*)" : spanning.has(name) ? "(.+)" : "([^/]+)";
    });
    return { route, names, pattern: new RegExp(`^${source}$`) };
}

function decode(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}
