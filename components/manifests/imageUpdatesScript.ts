/**
 * The step of the workflow `image-updates-*`: JavaScript for the Node.js of GitHub's runners, without
 * any package. What it looks after is told in its environment, and what is so it asks GitHub, so that
 * no text of a pull request gets into it, and a run does the work of any that was lost.
 */
export const IMAGE_UPDATES_SCRIPT = `const {
    GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN,
    HEAD_PREFIX, CHANGED_FILE, OWN_CHECK, AUTO_MERGE, POLL_SECONDS, WAIT_MINUTES,
} = process.env;

async function call(method, path, body, allowed = []) {
    const response = await fetch(GITHUB_API_URL + "/repos/" + GITHUB_REPOSITORY + path, {
        method,
        headers: {
            accept: "application/vnd.github+json",
            authorization: "Bearer " + GITHUB_TOKEN,
            "x-github-api-version": "2022-11-28",
        },
        body: body && JSON.stringify(body),
        signal: AbortSignal.timeout(30000),
    });
    const text = await response.text();
    if (!response.ok && !allowed.includes(response.status)) {
        throw new Error(method + " " + path + ": " + response.status + " " + text);
    }
    return { ok: response.ok, body: text && JSON.parse(text) };
}

async function list(path) {
    const all = [];
    for (let page = 1; ; page++) {
        const { body } = await call("GET", path + "&per_page=100&page=" + page);
        all.push(...body);
        if (body.length < 100) return all;
    }
}

/** The updater's own: of this repository, with the Application's prefix and a hash behind it. */
function isOurs(ref) {
    return ref.startsWith(HEAD_PREFIX) && /^[0-9a-f]{64}$/.test(ref.slice(HEAD_PREFIX.length));
}

function ours(pulls) {
    return pulls.filter(
        ({ head }) => head.repo && head.repo.full_name === GITHUB_REPOSITORY && isOurs(head.ref),
    );
}

/** The newest open pull request says all that is to move, so the older ones are closed. */
async function closeOlder() {
    const open = ours(await list("/pulls?state=open")).sort((a, b) => b.number - a.number);
    const [newest, ...older] = open;
    for (const { number } of older) {
        const body = "Superseded by #" + newest.number + ".";
        await call("POST", "/issues/" + number + "/comments", { body });
        await call("PATCH", "/pulls/" + number, { state: "closed" });
        console.log("Closed #" + number + ": superseded by #" + newest.number + ".");
    }
    await deleteBranches(newest && newest.head.ref);
    return newest;
}

/**
 * A branch that stayed would be taken up again if the same tags moved once more, and could not become
 * a pull request, because all that it has is merged. One without any pull request is about to get one.
 */
async function deleteBranches(inUse) {
    const { body: refs } = await call("GET", "/git/matching-refs/heads/" + HEAD_PREFIX);
    if (refs.every(({ ref }) => ref === "refs/heads/" + inUse)) return;
    const { body } = await call("GET", "/pulls?state=closed&sort=updated&direction=desc&per_page=100");
    const done = new Set(ours(body).map(({ head }) => "refs/heads/" + head.ref));
    for (const { ref } of refs) {
        if (done.has(ref) && ref !== "refs/heads/" + inUse) {
            // 422: somebody was faster.
            await call("DELETE", "/git/" + ref, undefined, [422]);
            console.log("Deleted " + ref + ".");
        }
    }
}

/** "passed", "failed" or "running"; nothing counts as running: checks begin a moment later. */
async function checksOf(sha) {
    const { body } = await call("GET", "/commits/" + sha + "/check-runs?per_page=100");
    const runs = body.check_runs.filter(({ name }) => name !== OWN_CHECK);
    const { body: status } = await call("GET", "/commits/" + sha + "/status");
    const failed = ({ conclusion }) => !["success", "neutral", "skipped"].includes(conclusion);
    const ended = runs.filter((run) => run.status === "completed");
    if (ended.some(failed) || ["failure", "error"].includes(status.state)) return "failed";
    const pending = status.total_count > 0 && status.state === "pending";
    const passed = status.total_count > 0 || ended.some((run) => run.conclusion === "success");
    return ended.length === runs.length && !pending && passed ? "passed" : "running";
}

/** Whether it is merged: GitHub refuses a method the repository forbids, and what its rules forbid. */
async function merge({ number, head }) {
    for (const merge_method of ["squash", "merge", "rebase"]) {
        const request = { sha: head.sha, merge_method };
        if ((await call("PUT", "/pulls/" + number + "/merge", request, [405, 409])).ok) return true;
    }
    return false;
}

async function main() {
    const deadline = Date.now() + Number(WAIT_MINUTES) * 60000;
    let passed;
    for (;;) {
        const newest = await closeOlder();
        if (!newest) return "No pull request is open.";
        const name = "#" + newest.number;
        if (AUTO_MERGE !== "true") return name + " waits for somebody to merge it.";
        if (newest.draft) return name + " is a draft, and is held.";
        const { body: files } = await call("GET", "/pulls/" + newest.number + "/files?per_page=2");
        if (files.length !== 1 || files[0].filename !== CHANGED_FILE) {
            return name + " changes more than " + CHANGED_FILE + ": somebody has to merge it.";
        }
        const checks = await checksOf(newest.head.sha);
        if (checks === "failed") return name + " stays open: a check has failed.";
        // Twice in a row, because not every check is there from the beginning.
        const ready = checks === "passed" && passed === newest.head.sha;
        if (ready && (await merge(newest))) {
            console.log("Merged " + name + ".");
        } else if (Date.now() > deadline) {
            return name + " stays open: " + (ready
                ? "GitHub does not let it be merged, by a rule or for a conflict."
                : "no checks, or they have not ended.");
        } else {
            passed = checks === "passed" ? newest.head.sha : undefined;
            await new Promise((resolve) => setTimeout(resolve, Number(POLL_SECONDS) * 1000));
        }
    }
}

main().then(console.log, (error) => {
    console.log("::error::" + error.message.replaceAll("\\n", " "));
    process.exitCode = 1;
});
`;
