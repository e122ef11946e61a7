/** The plugin `pulumi-resource-random` of the lab. */
import { ImmutableProvider } from "../protocol/immutable";
import { version } from "@pulumi/random/package.json";
import { serve } from "../protocol/serve";
import { randomResources } from "./resources";

void serve(new ImmutableProvider(randomResources), `${version}+lab`, process.argv.slice(2));
