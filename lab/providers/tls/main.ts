/** The plugin `pulumi-resource-tls` of the lab. */
import { ImmutableProvider } from "../protocol/immutable";
import { version } from "@pulumi/tls/package.json";
import { serve } from "../protocol/serve";
import { privateKey } from "./privateKey";

const resources = { "tls:index/privateKey:PrivateKey": privateKey };
void serve(new ImmutableProvider(resources), `${version}+lab`, process.argv.slice(2));
