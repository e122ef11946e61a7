import { at, text } from "../inputs/look";
import { APPLICATION, DEPLOY_KEY, SECRET } from "../inputs/types";
import { type Branch, type Tree, UNKNOWN } from "../inputs/tree";
import { resourceRule } from "./resourceRule";
import { type StackResource, stackRule } from "./stackRule";

const SECRET_TYPE = "argocd.argoproj.io/secret-type";

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

/** Whatever the keys are called: what Argo CD is given for the URL it reads must not write. */
export const argoCdCannotWrite = stackRule({
    name: "argocd-cannot-write",
    description: "No key that can write is in a Secret for a URL that an Application reads.",
    defaults: {},
    check: ({ resources }, report) => {
        const read = new Set(resources.filter(ofType(APPLICATION)).flatMap(urlsReadBy));
        const writing = new Set(
            resources
                .filter(ofType(DEPLOY_KEY))
                .filter(({ outputs }) => outputs["readOnly"] !== true)
                .flatMap(({ dependencies }) => dependencies["key"] ?? []),
        );
        for (const secret of resources.filter(ofType(SECRET))) {
            const url = fieldOf(secret.outputs, "url");
            const made = [
                ...dependenciesOn(secret, "stringData"),
                ...dependenciesOn(secret, "data"),
            ];
            if (
                isGitCredential(secret.outputs) &&
                url !== undefined &&
                read.has(url) &&
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

/** A repository Secret without a project serves every project of that Argo CD. */
export const gitSecretHasProject = resourceRule({
    name: "git-secret-has-project",
    description: "A Secret with access to Git belongs to one AppProject.",
    types: [SECRET],
    defaults: {},
    check: ({ inputs }, report) => {
        if (isGitCredential(inputs) && !hasProject(inputs)) {
            report(
                "has no `project`: Applications of every project could use it",
                "add `project` with the name of the environment's AppProject to its data",
            );
        }
    },
});

function hasProject(inputs: Branch): boolean {
    return ["stringData", "data"].some((section) => {
        const data = at(inputs, section);
        // A preview does not know the data of a Secret that has a key in it which is not there yet.
        const project = data === UNKNOWN ? UNKNOWN : at(data, "project");
        return project === UNKNOWN || (typeof project === "string" && project !== "");
    });
}

function isGitCredential(secret: Branch): boolean {
    const type = text(at(secret, "metadata", "labels", SECRET_TYPE)) ?? "";
    return /^repo(sitory|-creds)/.test(type);
}

function fieldOf(secret: Branch, field: string): string | undefined {
    const encoded = text(at(secret, "data", field));
    return (
        text(at(secret, "stringData", field)) ??
        (encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString("utf8"))
    );
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
