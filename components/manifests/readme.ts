import type { AppModel, RepositoryFile } from "./model";
import { BASE_PATH } from "./names";
import { WORKFLOW_PATH } from "./workflow";

/** `README.md` of the repository: how a change gets into the cluster. Seeded. */
export function repositoryReadme(app: AppModel): RepositoryFile {
    const images = app.images
        .map((image) => `| ${image.name} | \`${image.context}\` | \`${image.repository}\` |`)
        .join("\n");
    return {
        path: "README.md",
        content: `# ${app.name}

Sources, manifests and build of ${app.name}. What stands on the default branch is what runs: Argo CD
syncs it, and the Argo CD Image Updater commits the tags of new images.

| image | sources | repository |
| --- | --- | --- |
${images}

## From a change to the cluster

1. Push to the default branch: \`${WORKFLOW_PATH}\` builds the images as
   \`dev-<time>-<commit>\`. Push a Git tag \`v1.2.3\`: they are built as \`v1.2.3\`.
2. The Image Updater sees the tag, and if an environment takes such tags, commits it to
   \`manifests/overlays/<environment>/kustomization.yaml\`.
3. Argo CD sees the commit and replaces the pods one by one; no request is lost.

A pull request is checked first: every overlay builds and has only fields that Kubernetes knows, and
the images it changes build.

## Where things are

| path | what | whose |
| --- | --- | --- |
| \`apps/\` | sources and Dockerfiles | yours |
| \`${BASE_PATH}/\` | what all environments share | yours |
| \`manifests/overlays/*/kustomization.yaml\` | one environment; its image tags | yours, the tags the updater's |
| \`manifests/overlays/*/settings/\` | replicas, memory, volumes, pull Secret | restored by \`pulumi up\` |
| \`${WORKFLOW_PATH}\` | the build | restored by \`pulumi up\` |

## Going back

Reverting the updater's commit is undone in its next cycle. Pin the version instead, in the
directory of the Pulumi program, and lift the pin when the fix is out:

    pulumi config set --path pin.${app.images[0]?.name ?? "backend"} v1.2.3
    pulumi up
`,
    };
}
