import { at, text } from "./look";
import { type Branch, type Tree, UNKNOWN } from "./tree";

const SECRET_TYPE = "argocd.argoproj.io/secret-type";

/** Whether a Secret is one that Argo CD and the updater take access to Git from. */
export function isGitCredential(secret: Branch): boolean {
    return /^repo(sitory|-creds)/.test(secretType(secret));
}

/** Whether it is for every URL that begins like its own. */
export function isTemplate(secret: Branch): boolean {
    return secretType(secret).startsWith("repo-creds");
}

/**
 * A field of a Secret, decoded. A preview does not know the data of a Secret that has a key in it
 * which is not there yet: not even whether the field is there.
 */
export function secretField(secret: Branch, field: string): string | typeof UNKNOWN | undefined {
    const plain = known(at(secret, "stringData", field));
    if (plain !== undefined) {
        return plain;
    }
    const encoded = known(at(secret, "data", field));
    return typeof encoded === "string" ? Buffer.from(encoded, "base64").toString("utf8") : encoded;
}

function known(tree: Tree | undefined): string | typeof UNKNOWN | undefined {
    return tree === UNKNOWN ? UNKNOWN : text(tree);
}

function secretType(secret: Branch): string {
    return text(at(secret, "metadata", "labels", SECRET_TYPE)) ?? "";
}
