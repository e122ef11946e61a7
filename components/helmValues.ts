/** Whether a value is a map, not a list or a scalar. */
function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Helm's own rule for several values files: maps are merged, everything else is replaced. */
export function mergeValues(
    values: object,
    overrides: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
    const merged: Record<string, unknown> = { ...values };
    for (const [key, override] of Object.entries(overrides)) {
        const value = merged[key];
        merged[key] = isMap(value) && isMap(override) ? mergeValues(value, override) : override;
    }
    return merged;
}
