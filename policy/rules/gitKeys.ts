import { isGitCredential, isTemplate, secretField } from "../inputs/gitCredential";
import { normalizedGitUrl } from "../inputs/gitUrl";
import { at, text } from "../inputs/look";
import { APPLICATION, DEPLOY_KEY, SECRET } from "../inputs/types";
import { type Branch, type Tree, UNKNOWN } from "../inputs/tree";
import { resourceRule } from "./resourceRule";
import { type StackResource, stackRule } from "./stackRule";

/** Argo CD's own key is named as that one; docs/credentials.md says what each is for. */
export const readKeyIsReadOnly = resourceRule({
    name: "read-key-is-read-only",
    description: "The deploy key that Argo CD reads with cannot write.",
    types: [DEPLOY_KEY],
    defaults: {},
    check: ({ inputs }, report) => {
        const title = text(at(inputs, "title")) ?? "";
        const readOnly = at(inputs, "readOnly");
        if (/-read(-\d+)?$/.test(title) && readOnly !== true && readOnly !== UNKNOWN) {
            report(
                `may write, though "${title}" is the key that Argo CD reads with`,
                "set readOnly to true; the updater has a key of its own",
            );
        }
    },
});

/**
 * Whatever the keys are called: what Argo CD is given for the URL it reads must not write. Of deploy
 * keys only: what a token or the key of a GitHub App may do, GitHub knows and the engine does not.
 */
export const argoCdCannotWrite = stackRule({
    name: "argocd-cannot-write",
    description: "No deploy key that can write is in a Secret for a URL that an Application reads.",
    defaults: {},
    check: ({ resources }, report) => {
        const read = resources.filter(ofType(APPLICATION)).flatMap(urlsReadBy);
        const writing = new Set(
            resources
                .filter(ofType(DEPLOY_KEY))
                .filter(({ outputs }) => outputs["readOnly"] !== true)
                .flatMap(({ dependencies }) => dependencies["key"] ?? []),
        );
        for (const secret of resources.filter(ofType(SECRET))) {
            const url = secretField(secret.outputs, "url");
            const made = [
                ...dependenciesOn(secret, "stringData"),
                ...dependenciesOn(secret, "data"),
            ];
            if (
                isGitCredential(secret.outputs) &&
                typeof url === "string" &&
                read.some((each) => isFor(secret.outputs, url, each)) &&
                made.some((each) => writing.has(each))
            ) {
                report(
                    secret,
                    `gives Argo CD a key that can write to ${url}`,
                    "make it of the private half of the key whose readOnly is true",
                );
            }
        }
    },
});

/** Whether Argo CD takes the Secret for a URL: that of a template is what others begin with. */
function isFor(secret: Branch, url: string, repoUrl: string): boolean {
    const [own, read] = [normalizedGitUrl(url), normalizedGitUrl(repoUrl)];
    return isTemplate(secret) ? read.startsWith(own) : read === own;
}

function urlsReadBy({ outputs }: StackResource): string[] {
    const sources: (Tree | undefined)[] = [at(outputs, "spec", "source")];
    const several = at(outputs, "spec", "sources");
    return [...sources, ...(Array.isArray(several) ? (several as Tree[]) : [])]
        .map((source) => text(at(source, "repoURL")))
        .filter((url) => url !== undefined);
}

function dependenciesOn(resource: StackResource, property: string): readonly string[] {
    return resource.dependencies[property] ?? [];
}

function ofType(type: string): (resource: StackResource) => boolean {
    return (resource) => resource.type === type;
}
