import { typeOf } from "../inputs/urn";
import { resourceRule } from "./resourceRule";

/** Pulumi's own: it makes stack references and cannot be given explicitly. */
const BUILT_IN = "pulumi:providers:pulumi";

/** A default provider reads whatever kubeconfig and tokens the shell happens to have. */
export const noDefaultProvider = resourceRule({
    name: "no-default-provider",
    description: "Every resource has an explicit provider.",
    defaults: {},
    check: ({ type, name, provider }, report) => {
        const isProvider = type.startsWith("pulumi:providers:");
        if (isProvider && type !== BUILT_IN && isDefault(name)) {
            report(
                "is a default provider, which takes its access from the shell",
                "give its resources an explicit provider, and list its package under " +
                    "pulumi:disable-default-providers in the stack file",
            );
        } else if (!type.startsWith("pulumi:") && provider !== undefined && isDefault(provider)) {
            report(
                "is made by a default provider, which takes its access from the shell",
                "pass the option `provider`, or `providers` to its component (components/providers.ts)",
            );
        }
    },
});

/** The engine's names: `default`, `default_4_34_2`, and with a URL of the plugin behind that. */
function isDefault(name: string): boolean {
    return /^default(_|$)/.test(name);
}

/** Types of resources that may stand directly below the stack. */
export const hasParent = resourceRule({
    name: "has-parent",
    description:
        "Every resource belongs to a component; only components and providers stand alone.",
    defaults: {},
    check: ({ type, opts }, report) => {
        const standsAlone =
            type === "pulumi:pulumi:Stack" ||
            type.startsWith("pulumi:providers:") ||
            type.startsWith("argocd-image-drift:");
        const parent = opts.parent ?? "";
        if (!standsAlone && (parent === "" || typeOf(parent) === "pulumi:pulumi:Stack")) {
            report(
                "belongs to no component",
                "make it inside a component, with the option `parent: this`",
            );
        }
    },
});
