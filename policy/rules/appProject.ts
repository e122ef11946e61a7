import { at, items, text } from "../inputs/look";
import { APP_PROJECT, APPLICATION } from "../inputs/types";
import { type Branch, UNKNOWN } from "../inputs/tree";
import { type Report, resourceRule } from "./resourceRule";

/** Lists of an AppProject, and what of their items may hold a wildcard; `""`: the item itself. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
    sourceRepos: [""],
    sourceNamespaces: [""],
    destinations: ["server", "name", "namespace"],
    clusterResourceWhitelist: ["group", "kind"],
    namespaceResourceWhitelist: ["group", "kind"],
};

/** Whoever can write to one repository of a wide project can deploy anything anywhere. */
export const noProjectWildcards = resourceRule({
    name: "app-project-without-wildcards",
    description: "An AppProject names its repositories, destinations and kinds one by one.",
    types: [APP_PROJECT, APPLICATION],
    defaults: {},
    check: ({ type, inputs }, report) => {
        if (type === APP_PROJECT) {
            checkProject(inputs, report);
        } else if (at(inputs, "spec", "project") === "default") {
            report(
                "is in the project `default`, which allows everything",
                "name the AppProject of its environment in spec.project",
            );
        }
    },
});

function checkProject(inputs: Branch, report: Report): void {
    for (const [list, fields] of Object.entries(LISTS)) {
        items(at(inputs, "spec", list)).forEach((item, index) => {
            for (const field of fields) {
                const value = text(field === "" ? item : at(item, field));
                if (value?.includes("*")) {
                    const place = `spec.${list}[${index}]${field === "" ? "" : `.${field}`}`;
                    report(
                        `allows "${value}" in ${place}`,
                        "name each one; kinds that an application needs besides go into config " +
                            "projectExtraKinds",
                    );
                }
            }
        });
    }
    const kinds = at(inputs, "spec", "namespaceResourceWhitelist");
    if (kinds === undefined && at(inputs, "spec") !== UNKNOWN) {
        report(
            "has no spec.namespaceResourceWhitelist, and so allows every kind in a namespace",
            "list the kinds that the application has",
        );
    }
}
