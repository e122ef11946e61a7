/** Files and directories as GitHub shows them. */
import { encodePath } from "../../addresses";
import type { TreeEntry } from "../../git/bareRepository";
import type { Hub } from "../../hub";
import type { RepositoryRecord } from "../../model";

/** What files and directories have in common; every URL names the ref it was read at. */
export function entryView(hub: Hub, record: RepositoryRecord, entry: TreeEntry, ref: string) {
    const fullName = `${record.owner}/${record.name}`;
    const api = `${hub.addresses.api}/repos/${fullName}`;
    const path = encodePath(entry.path);
    const file = entry.type === "blob";
    const url = `${api}/contents/${path}?ref=${encodeURIComponent(ref)}`;
    const web = `${hub.addresses.web}/${fullName}`;
    const git = `${api}/git/${file ? "blobs" : "trees"}/${entry.sha}`;
    const html = `${web}/${file ? "blob" : "tree"}/${encodePath(ref)}/${path}`;
    return {
        type: file ? "file" : "dir",
        name: entry.path.split("/").at(-1) ?? "",
        path: entry.path,
        sha: entry.sha,
        size: entry.size,
        url,
        html_url: html,
        git_url: git,
        download_url: file ? `${web}/raw/${encodePath(ref)}/${path}` : null,
        _links: { self: url, git, html },
    };
}

/** `content-file`. */
export function fileView(
    hub: Hub,
    record: RepositoryRecord,
    entry: TreeEntry,
    ref: string,
    content: Buffer,
) {
    // GitHub breaks the lines as MIME does.
    const lines = content.toString("base64").replace(/.{60}/g, "$&\n");
    return {
        ...entryView(hub, record, entry, ref),
        encoding: "base64",
        content: lines === "" || lines.endsWith("\n") ? lines : `${lines}\n`,
    };
}
