/** The policy pack: `pulumi preview --policy-pack policy`. */
import { PolicyPack } from "@pulumi/policy";

import { makeRules } from "./rules";

new PolicyPack("argocd-image-drift", { policies: makeRules(), enforcementLevel: "mandatory" });
