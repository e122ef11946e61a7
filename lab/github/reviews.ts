/** What is said of repositories, pull requests and commits: part of what the stand-in remembers. */

/** A comment below an issue or a pull request. */
export interface Comment {
    readonly id: number;
    /** Number of the issue or pull request. */
    readonly number: number;
    readonly author: string;
    readonly body: string;
    readonly createdAt: string;
    readonly updatedAt: string;
}

/** An issue; its labels are members of the repository's list. */
export interface Issue {
    readonly id: number;
    /** Counted together with pull requests. */
    readonly number: number;
    title: string;
    body: string | null;
    readonly author: string;
    labels: string[];
    state: "open" | "closed";
    stateReason: "completed" | "not_planned" | "duplicate" | "reopened" | null;
    readonly createdAt: string;
    updatedAt: string;
    closedAt: string | null;
}

/** What an outside system says of a commit. */
export interface CommitStatus {
    readonly id: number;
    readonly sha: string;
    readonly state: "error" | "failure" | "pending" | "success";
    readonly context: string;
    readonly creator: string;
    readonly createdAt: string;
}

/** What an App says of a commit: Actions has one for each job. */
export interface CheckRun {
    readonly id: number;
    readonly sha: string;
    readonly name: string;
    readonly status: "queued" | "in_progress" | "completed";
    readonly conclusion: string | null;
    readonly createdAt: string;
}
