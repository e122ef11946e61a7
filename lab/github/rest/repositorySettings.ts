/** The settings of a repository: what GitHub gives a new one, and how a request changes them. */
import { z } from "zod";
import type { RepositorySettings } from "../model";

const flag = z.boolean().optional();
const text = z.string().optional();

/** Settings as requests carry them: all optional, unknown ones left out. */
export const repositorySettings = z.object({
    description: z.string().nullish(),
    homepage: z.string().nullish(),
    private: flag,
    visibility: z.enum(["public", "private", "internal"]).optional(),
    has_issues: flag,
    has_projects: flag,
    has_wiki: flag,
    has_downloads: flag,
    has_discussions: flag,
    is_template: flag,
    archived: flag,
    allow_squash_merge: flag,
    allow_merge_commit: flag,
    allow_rebase_merge: flag,
    allow_auto_merge: flag,
    allow_update_branch: flag,
    allow_forking: flag,
    delete_branch_on_merge: flag,
    web_commit_signoff_required: flag,
    squash_merge_commit_title: text,
    squash_merge_commit_message: text,
    merge_commit_title: text,
    merge_commit_message: text,
});
export type SettingsRequest = z.infer<typeof repositorySettings>;

const defaults: RepositorySettings = {
    description: null,
    homepage: null,
    visibility: "public",
    has_issues: true,
    has_projects: true,
    has_wiki: true,
    has_downloads: true,
    has_discussions: false,
    is_template: false,
    archived: false,
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_rebase_merge: true,
    allow_auto_merge: false,
    allow_update_branch: false,
    allow_forking: true,
    delete_branch_on_merge: false,
    web_commit_signoff_required: false,
    squash_merge_commit_title: "COMMIT_OR_PR_TITLE",
    squash_merge_commit_message: "COMMIT_MESSAGES",
    merge_commit_title: "MERGE_MESSAGE",
    merge_commit_message: "PR_TITLE",
};

export function newSettings(request: SettingsRequest): RepositorySettings {
    return changedSettings(defaults, request);
}

export function changedSettings(
    current: RepositorySettings,
    request: SettingsRequest,
): RepositorySettings {
    const asked = request as Readonly<Record<string, unknown>>;
    const changes = Object.keys(current)
        .filter((name) => asked[name] !== undefined)
        .map((name) => [name, asked[name]]);
    const byFlag =
        request.private === undefined ? current.visibility : request.private ? "private" : "public";
    return {
        ...current,
        ...(Object.fromEntries(changes) as Partial<RepositorySettings>),
        visibility: request.visibility ?? byFlag,
    };
}
