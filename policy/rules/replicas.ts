import { manifestFile } from "../inputs/manifests";
import {
    isOfProduction,
    PRODUCTION,
    PRODUCTION_SCHEMA,
    type Production,
} from "../inputs/production";
import { replicasIn } from "../inputs/replicas";
import { workloadResource } from "../inputs/workloads";
import { resourceRule } from "./resourceRule";

interface Config extends Production {
    readonly minimum: number;
}

const FIX = "raise `replicas` in stacks/prod.ts";

/** Two are one while a node is drained, and none if the other one fails then. */
export const productionReplicas = resourceRule<Config>({
    name: "production-replicas",
    description: "Production has several pods of everything.",
    defaults: { ...PRODUCTION, minimum: 3 },
    configSchema: {
        properties: {
            ...PRODUCTION_SCHEMA,
            minimum: {
                type: "integer",
                minimum: 1,
                default: 3,
                description: "Fewest pods of a Deployment or StatefulSet.",
            },
        },
    },
    check: ({ type, stack, inputs }, report, config) => {
        const file = manifestFile(type, inputs);
        const resource = workloadResource(type, inputs);
        const isProduction = file
            ? isOfProduction(file, config)
            : config.stacks.includes(stack) && resource !== undefined;
        if (!isProduction) {
            return;
        }
        for (const manifest of file?.manifests ?? (resource ? [resource] : [])) {
            for (const { name, replicas } of replicasIn(manifest)) {
                if (replicas < config.minimum) {
                    report(
                        `gives ${name} ${replicas} replicas; production has at least ${config.minimum}`,
                        FIX,
                    );
                }
            }
        }
    },
});
