import { urnOf } from "./support/judge";
import { casesOf } from "./support/cases";

const NAMESPACE = "kubernetes:core/v1:Namespace";

casesOf("no-default-provider", [
    ["a resource with an explicit provider", { type: NAMESPACE, provider: "cluster" }],
    ["a component", { type: "argocd-image-drift:index:ArgoCd" }],
    ["an explicit provider", { type: "pulumi:providers:github", name: "github" }],
    ["one that is called somewhat alike", { type: NAMESPACE, provider: "defaults" }],
    [
        "Pulumi's own, which reads other stacks",
        [
            { type: "pulumi:providers:pulumi", name: "default" },
            { type: "pulumi:pulumi:StackReference", provider: "default" },
        ],
    ],
    [
        "a resource without one",
        { type: NAMESPACE, name: "argocd", provider: "default_4_34_2" },
        /Namespace "argocd" is made by a default provider.+pass the option `provider`/,
    ],
    [
        "the default provider itself",
        { type: "pulumi:providers:tls", name: "default" },
        /tls "default" is a default provider.+pulumi:disable-default-providers/,
    ],
]);

const STACK = urnOf({ type: "pulumi:pulumi:Stack", name: "argocd-image-drift-dev" });

const COMPONENT = urnOf({ type: "pulumi:pulumi:Stack$argocd-image-drift:index:ArgoCd" });

casesOf("has-parent", [
    ["a child of a component", { type: NAMESPACE, parent: COMPONENT }],
    ["a component below the stack", { type: "argocd-image-drift:index:ArgoCd", parent: STACK }],
    ["a provider below the stack", { type: "pulumi:providers:github", parent: STACK }],
    ["the stack", { type: "pulumi:pulumi:Stack", parent: "" }],
    [
        "a resource below the stack",
        { type: NAMESPACE, name: "stray", parent: STACK },
        /Namespace "stray" belongs to no component.+`parent: this`/,
    ],
    [
        "a component of somebody else's",
        { type: "kubernetes:yaml/v2:ConfigFile", parent: STACK },
        /belongs to no component/,
    ],
    ["a resource without any", { type: NAMESPACE, parent: "" }, /belongs to no component/],
]);
