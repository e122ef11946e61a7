/** Name of the stack: `urn:pulumi:prod::project::type::name`. */
export function stackOf(urn: string): string {
    return urn.split("::")[0]?.replace("urn:pulumi:", "") ?? "";
}

/** Type of the resource itself, without those of its parents. */
export function typeOf(urn: string): string {
    return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

/** Name of the resource. */
export function nameOf(urn: string): string {
    return urn.split("::").slice(3).join("::");
}
