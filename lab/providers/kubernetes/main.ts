/** The plugin `pulumi-resource-kubernetes` of the lab. */
import { version } from "@pulumi/kubernetes/package.json";
import { serve } from "../protocol/serve";
import { KubernetesProvider } from "./provider";

void serve(new KubernetesProvider(), `${version}+lab`, process.argv.slice(2));
