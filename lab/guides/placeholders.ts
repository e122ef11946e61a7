/** What a reader puts in the place of an example in a guide, and the lab as well. */
export interface Placeholder {
    /** As it stands in the guides. */
    readonly example: string;
    /** What it stands for. */
    readonly meaning: string;
    readonly pattern: RegExp;
    /** What it is in a lab. */
    readonly inLab: string;
}

/** What differs from lab to lab. */
export interface LabPlaces {
    /** Where the program is cloned from. */
    readonly program: string;
    /** Directory of Pulumi's state. */
    readonly state: string;
    /** File with the cluster's access. */
    readonly kubeconfig: string;
    /** File with the certificate of the lab's authority. */
    readonly certificate: string;
    /** User who may pull the images. */
    readonly registryUser: string;
}

/** Every example name in the guides that is another one in the lab; lab/README.md has the table. */
export function placeholders(places: LabPlaces): Placeholder[] {
    return [
        {
            example: "git clone URL",
            meaning: "where this project is",
            pattern: /(?<=\bgit clone )URL\b/g,
            inLab: places.program,
        },
        {
            example: "file://~",
            meaning: "state in the home directory",
            pattern: /'?file:\/\/~(\?metadata=skip)?'?/g,
            inLab: `'file://${places.state}?metadata=skip'`,
        },
        {
            example: "~/.kube/config",
            meaning: "the cluster's access",
            pattern: /~\/\.kube\/config\b/g,
            inLab: places.kubeconfig,
        },
        {
            example: "github.com, github.example.com",
            meaning: "GitHub, and a GitHub Enterprise",
            pattern: /\bgithub\.(example\.)?com\b/g,
            inLab: "git.lab",
        },
        {
            example: "argocd.example.com",
            meaning: "Argo CD's host",
            pattern: /\bargocd\.example\.com\b/g,
            inLab: "argocd.lab",
        },
        {
            example: "ingressClassName nginx",
            meaning: "class of the Ingress controller",
            pattern: /(?<=\bingressClassName )nginx\b/g,
            inLab: "lab",
        },
        {
            example: "authority.pem",
            meaning: "certificate of a private authority",
            pattern: /\bauthority\.pem\b/g,
            inLab: places.certificate,
        },
        // Before `acme`, which is a part of it.
        {
            example: "acme-bot",
            meaning: "user who may pull the images",
            pattern: /\bacme-bot\b/g,
            inLab: places.registryUser,
        },
        {
            example: "acme",
            meaning: "the repository's owner",
            pattern: /\bacme\b/g,
            inLab: "letsgo",
        },
    ];
}

/** The text as a user of the lab types or sees it. */
export function inLab(table: readonly Placeholder[], text: string): string {
    return table.reduce(
        (now, { pattern, inLab: there }) => now.replace(pattern, () => there),
        text,
    );
}
