import { commented } from "./yaml";

/** Actions by commit, because tags can be moved. */
export const Actions = {
    checkout: pinned("actions/checkout", "93cb6efe18208431cddfb8368fd83d5badbf9bfd", "v5.0.1"),
    buildx: pinned(
        "docker/setup-buildx-action",
        "8d2750c68a42422c14e847fe6c8ac0403b4cbd6f",
        "v3.12.0",
    ),
    login: pinned("docker/login-action", "c94ce9fb468520275223c153574b00df6fe4bcc9", "v3.7.0"),
    build: pinned(
        "docker/build-push-action",
        "10e90e3645eae34f1e60eeb005ba3a3d33f178e8",
        "v6.19.2",
    ),
    /** What `actions/attest-build-provenance` wraps. */
    attest: pinned("actions/attest", "1e69f48acb82d1966a394da916b4c1698aa569d6", "v4.2.2"),
};

function pinned(action: string, commit: string, version: string): unknown {
    return commented(`${action}@${commit}`, version);
}
