/** What GitHub takes although its description does not say so. */

type Json = Record<string, unknown>;

/** Properties that a closed request schema lacks, by operation. */
const properties: Readonly<Record<string, Json>> = {
    // Sent by every version of the Terraform provider, read back by it, shown in GitHub's settings page.
    "PUT /repos/{owner}/{repo}/environments/{environment_name}": {
        can_admins_bypass: { type: "boolean", nullable: true },
    },
};

/** Operations without a required body that take `null` for none. */
const nullable: ReadonlySet<string> = new Set([
    // Sent by ghinstallation, by which Argo CD and the updater sign in as an App.
    "POST /app/installations/{installation_id}/access_tokens",
]);

/** The schema with what GitHub takes beyond it. */
export function amendRequest(operation: string, schema: unknown): unknown {
    if (nullable.has(operation)) {
        return { ...(schema as Json), nullable: true };
    }
    const extra = properties[operation];
    if (extra === undefined) {
        return schema;
    }
    const { properties: described, ...rest } = schema as { properties: Json };
    return { ...rest, properties: { ...described, ...extra } };
}
