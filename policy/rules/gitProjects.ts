import { isGitCredential, secretField } from "../inputs/gitCredential";
import { at, text } from "../inputs/look";
import { APP_PROJECT, APPLICATION, SECRET } from "../inputs/types";
import { resourceRule } from "./resourceRule";
import { type StackResource, stackRule } from "./stackRule";

const FIX = "with the name of the environment's AppProject";

/** A repository Secret without a project serves every project of that Argo CD. */
export const gitSecretHasProject = resourceRule({
    name: "git-secret-has-project",
    description: "A Secret with access to Git belongs to one AppProject.",
    types: [SECRET],
    defaults: {},
    check: ({ inputs }, report) => {
        if (!isGitCredential(inputs)) {
            return;
        }
        const project = secretField(inputs, "project") ?? "";
        if (project === "") {
            report(
                "has no `project`: Applications of every project could use it",
                `add \`project\` ${FIX} to its data`,
            );
        } else if (project === "default") {
            report(
                "belongs to the project `default`, which any Application may be in",
                `set \`project\` ${FIX}`,
            );
        }
    },
});

/** With the name of another project it would be that one's, and the stack's own could not use it. */
export const gitSecretOfOwnProject = stackRule({
    name: "git-secret-of-own-project",
    description:
        "A Secret with access to Git belongs to the AppProject of the stack's Application.",
    defaults: {},
    check: ({ resources }, report) => {
        const projects = resources.flatMap(projectsOf);
        if (projects.length === 0) {
            // There is nothing to compare with: not every stack has an Application.
            return;
        }
        for (const secret of resources.filter(({ type }) => type === SECRET)) {
            const project = secretField(secret.outputs, "project");
            if (
                isGitCredential(secret.outputs) &&
                typeof project === "string" &&
                // These two are refused without a comparison.
                !["", "default"].includes(project) &&
                !projects.includes(project)
            ) {
                report(
                    secret,
                    `gives the project ${project} access to Git, and the stack's is ${projects.join(", ")}`,
                    `set \`project\` ${FIX}`,
                );
            }
        }
    },
});

function projectsOf({ type, outputs }: StackResource): string[] {
    const name =
        type === APPLICATION
            ? at(outputs, "spec", "project")
            : type === APP_PROJECT
              ? at(outputs, "metadata", "name")
              : undefined;
    return [text(name)].filter((each) => each !== undefined);
}
