import { digestOutput } from "./imageJobs";
import type { AppModel } from "./model";
import { Actions } from "./pinnedActions";

/** Whether builds are attested. */
export const Provenance = {
    /** If the repository is public and on github.com: anybody's plan allows that. */
    Auto: "auto",
    /** Also if it is private: GitHub Enterprise Cloud. */
    Always: "always",
    /** Builds are not attested. */
    Never: "never",
} as const;
/** One of those values. */
export type Provenance = (typeof Provenance)[keyof typeof Provenance];

const ALLOWED_BY_ANY_PLAN =
    "!github.event.repository.private && github.server_url == 'https://github.com'";

/**
 * Has GitHub sign where, from what and by which workflow each image was built. The attestation
 * stays at GitHub: beside the image it would be a tag more, which the updater might take.
 *
 * @returns nothing if builds are never attested
 * @see https://docs.github.com/actions/security-for-github-actions/using-artifact-attestations
 */
export function provenanceJob(
    app: AppModel,
    provenance: Provenance,
    needs: string,
): object | undefined {
    if (provenance === Provenance.Never) return undefined;
    const conditions = [
        // What was pushed is attested although another image was not.
        "!cancelled()",
        "github.event_name == 'push'",
        ...(provenance === Provenance.Auto ? [ALLOWED_BY_ANY_PLAN] : []),
    ];
    return {
        name: "Attest ${{ matrix.name }}",
        needs,
        if: `\${{ ${conditions.join(" && ")} }}`,
        "runs-on": "ubuntu-24.04",
        "timeout-minutes": 10,
        permissions: { attestations: "write", "id-token": "write" },
        strategy: {
            "fail-fast": false,
            matrix: {
                include: app.images.map(({ name, repository }) => ({
                    name,
                    repository,
                    output: digestOutput(name),
                })),
            },
        },
        steps: [
            {
                if: `needs.${needs}.outputs[matrix.output] != ''`,
                uses: Actions.attest,
                with: {
                    "subject-name": "${{ matrix.repository }}",
                    "subject-digest": `\${{ needs.${needs}.outputs[matrix.output] }}`,
                },
            },
        ],
    };
}
