/**
 * The release of the Pulumi CLI that the workflows install. The checksums are those of Pulumi's own
 * Homebrew formula; a new version takes new ones.
 *
 * @see https://github.com/pulumi/homebrew-tap/blob/master/Formula/pulumi.rb
 */
export const PULUMI = {
    version: "3.259.0",
    /** Where releases are, unless `PULUMI_RELEASES_URL` names a mirror. */
    releases: "https://github.com/pulumi/pulumi/releases/download",
    /** SHA-256 of the archive, by Node's names of system and architecture. */
    checksums: {
        "linux-x64": "94ba357acac23d01474084c4b00098dc0f7bc70ce13f34c777459254a5f718e5",
        "linux-arm64": "edc8327463a72160bb36cf82cf5062da9c8a244290a706d9980988e7bf486853",
    } as Readonly<Record<string, string>>,
};
