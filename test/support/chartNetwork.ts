import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parseAllDocuments } from "yaml";
import { z } from "zod";

import { toYamlDocuments } from "../../components/manifests/yaml";
import { type NetworkPolicy, parsePolicy, type Pod } from "./networkPolicies";

/** What decides who may reach the pods of a chart: its policies, and the pods they select. */
export interface ChartNetwork {
    readonly policies: readonly NetworkPolicy[];
    /** By the name of the Deployment or StatefulSet. */
    readonly pods: Readonly<Record<string, Pod>>;
}

const workload = z.object({
    kind: z.enum(["Deployment", "StatefulSet"]),
    metadata: z.object({ name: z.string(), namespace: z.string() }),
    spec: z.object({
        template: z.object({
            metadata: z.object({ labels: z.record(z.string(), z.string()) }),
            spec: z.object({
                containers: z.array(
                    z.object({
                        ports: z
                            .array(z.object({ name: z.string(), containerPort: z.number() }))
                            .default([]),
                    }),
                ),
            }),
        }),
    }),
});

/** The same, of all objects of a chart, as a golden file. */
export function networkOf(objects: readonly { readonly kind: string }[]): string {
    const policies = objects
        .filter(({ kind }) => kind === "NetworkPolicy")
        .map((object) => {
            const { metadata, spec } = z
                .object({ metadata: z.record(z.string(), z.unknown()), spec: z.unknown() })
                .parse(object);
            const { name, namespace } = metadata;
            return { kind: "NetworkPolicy", metadata: { name, namespace }, spec };
        });
    const workloads = objects.flatMap((object) => {
        const parsed = workload.safeParse(object);
        return parsed.success ? [parsed.data] : [];
    });
    return toYamlDocuments([...policies, ...workloads]);
}

/** Reads such a file: `test/golden/network/<name>.yaml`. */
export function chartNetwork(name: string): ChartNetwork {
    const file = join(__dirname, "..", "golden", "network", `${name}.yaml`);
    const objects = parseAllDocuments(readFileSync(file, "utf8")).map(
        (document) => document.toJS() as { readonly kind: string },
    );
    return {
        policies: objects.filter(({ kind }) => kind === "NetworkPolicy").map(parsePolicy),
        pods: Object.fromEntries(
            objects
                .filter(({ kind }) => kind !== "NetworkPolicy")
                .map((object) => workload.parse(object))
                .map(({ metadata, spec: { template } }) => [
                    metadata.name,
                    {
                        namespace: metadata.namespace,
                        labels: template.metadata.labels,
                        ports: Object.fromEntries(
                            template.spec.containers.flatMap(({ ports }) =>
                                ports.map(({ name: port, containerPort }) => [port, containerPort]),
                            ),
                        ),
                    },
                ]),
        ),
    };
}
