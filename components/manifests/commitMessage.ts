/** What the updater says of its changes: the commit, and with pull requests their title and body. */

/** Keeps GitHub from starting workflows for a commit: of branches, and of pull requests. */
export const SKIP_WORKFLOWS = "[skip ci]";

/** The moves in one line, with the Application first: of a long title GitHub gets 255 characters. */
const TITLE =
    "build: {{ .AppName }}: {{ range $i, $change := .AppChanges }}{{ if $i }}, {{ end }}" +
    "{{ $change.Image }} {{ $change.OldTag }} -> {{ $change.NewTag }}{{ end }}";

/** The same, an entry a line: a list, and still text where nobody renders it. */
const MOVES = `{{ range .AppChanges -}}
- {{ .Image }}: {{ .OldTag }} -> {{ .NewTag }}
{{ end }}`;

/** A sentence a line, because GitHub keeps the line ends of what it shows. */
const WHAT_TO_DO = `Merging deploys it. A draft holds it for as long as it is one.
Closing does not: the updater opens it again.
To stay at another version, pin that one in the stack's configuration.`;

/**
 * The updater's commit message, a Go template: what it knows is the Application's name and, of each
 * image, its name without the registry, its old and its new tag.
 *
 * A commit straight to the branch says `[skip ci]`, so that no workflow starts for a change of a
 * manifest, whatever else listens to pushes. A pull request's must not: its checks would never run.
 * The installation has one template, so the Applications with pull requests stand in it by name.
 *
 * @param reviewed names of the Applications whose changes become pull requests
 * @see https://argocd-image-updater.readthedocs.io/en/stable/basics/update-methods/
 */
export function commitMessage(reviewed: readonly string[] = []): string {
    const names = reviewed.map((name) => JSON.stringify(name)).join(" ");
    const end =
        reviewed.length === 0
            ? SKIP_WORKFLOWS
            : `{{ if eq .AppName ${names} -}}\n${WHAT_TO_DO}\n{{- else -}}\n${SKIP_WORKFLOWS}\n{{- end }}`;
    return `${TITLE}\n\n${MOVES}\n${end}\n`;
}

/** Whether an installation's template keeps the checks of an Application's pull requests from running. */
export function skipsChecks(template: string, application: string): boolean {
    return template.includes(SKIP_WORKFLOWS) && !template.includes(JSON.stringify(application));
}
