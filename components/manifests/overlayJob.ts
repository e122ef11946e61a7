import { SCHEMAS_SCRIPT } from "./schemasScript";
import { Actions } from "./pinnedActions";

/** Name of the check on pull requests that says whether every overlay builds, for required checks. */
export const OVERLAYS_CHECK = "Overlays";

/** Checks objects against JSON schemas; a Go module, so Go's checksum database vouches for it. */
const KUBECONFORM = "github.com/yannh/kubeconform/cmd/kubeconform@v0.7.0";

/**
 * Schemas of kinds that Kubernetes does not have, for those that `projectExtraKinds` allows: one
 * file a kind, `servicemonitor-monitoring-v1.json`.
 */
export const OWN_SCHEMAS = "manifests/schemas";

/** Builds every overlay as Argo CD does, and checks each object against its kind's schema. */
export function overlayJob() {
    return {
        name: OVERLAYS_CHECK,
        if: "github.event_name == 'pull_request'",
        "runs-on": "ubuntu-24.04",
        "timeout-minutes": 10,
        permissions: { contents: "read" },
        steps: [
            { uses: Actions.checkout, with: { "persist-credentials": false } },
            { name: "Kubeconform", run: KUBECONFORM_SCRIPT },
            { name: "Schemas", id: "schemas", shell: "node {0}", run: SCHEMAS_SCRIPT },
            { name: "Check", id: "check", run: CHECK_SCRIPT },
        ],
    };
}

const KUBECONFORM_SCRIPT = `export GOBIN="$RUNNER_TEMP/bin"
go install ${KUBECONFORM}
echo "$GOBIN" >> "$GITHUB_PATH"
`;

const CHECK_SCRIPT = `failed=0
for overlay in manifests/overlays/*/; do
    name="$(basename "$overlay")"
    objects="$RUNNER_TEMP/$name.yaml"
    if ! kustomize build "$overlay" > "$objects"; then
        echo "::error::$overlay does not build."
        failed=1
    elif ! kubeconform -strict -summary \\
        -schema-location "$RUNNER_TEMP/schemas/{{ .ResourceKind }}{{ .KindSuffix }}.json" \\
        -schema-location "${OWN_SCHEMAS}/{{ .ResourceKind }}{{ .KindSuffix }}.json" \\
        "$objects"; then
        echo "::error::$overlay has objects that Kubernetes would refuse. Kinds that it does not have need a schema in ${OWN_SCHEMAS}."
        failed=1
    fi
done
exit "$failed"
`;
