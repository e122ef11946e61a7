/**
 * The image's tag, from what is built. The runner gives the ref in the environment, where no shell
 * can take it for code; `DEFAULT_BRANCH` is the workflow's own.
 */
export const BUILD_TAG_SCRIPT = `if [ "$GITHUB_REF_TYPE" = tag ]; then
    tag="$GITHUB_REF_NAME"
    if ! [[ "$tag" =~ ^v?(0|[1-9][0-9]*)(\\.(0|[1-9][0-9]*)){2}(-[0-9A-Za-z.]+)?$ ]]; then
        echo "::warning::$tag is no version such as v1.2.3: environments that take versions pass it over."
    fi
elif [ "$GITHUB_REF" = "refs/heads/$DEFAULT_BRANCH" ]; then
    # The commit's own time, so that a second run gives the same tag.
    time="$(TZ=UTC0 git show --no-patch --format=%cd --date=format-local:%Y%m%d%H%M%S HEAD)"
    commit="$(git rev-parse HEAD)"
    tag="dev-$time-\${commit:0:7}"
else
    echo "::error::Only Git tags and the branch $DEFAULT_BRANCH become images, not $GITHUB_REF."
    exit 1
fi
if ! [[ "$tag" =~ ^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$ ]]; then
    echo "::error::$tag cannot be an image tag. Allowed: letters, digits and _.- up to 128."
    exit 1
fi
echo "tag=$tag" >> "$GITHUB_OUTPUT"
`;
