import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";

import { codes, markdownTables } from "../../support/markdownTables";
import { runProgram } from "../../support/program";

/** A row of a table of docs/image-drift-explained.md that says what the updater picks. */
export interface StrategyRow {
    /** Heading and settings, for titles of tests. */
    readonly title: string;
    readonly stack: string;
    /** Settings of the stack, as `pulumi config` takes them. */
    readonly config: Readonly<Record<string, string>>;
    readonly registry: readonly RegistryTag[];
    /** The tag that the row says is picked; nothing for "–". */
    readonly picks?: string;
    /** Whether the digest is picked with it. */
    readonly withDigest: boolean;
}

/** A tag in a registry, and when its image was built. */
export interface RegistryTag {
    readonly name: string;
    /** ISO 8601. */
    readonly built: string;
}

/** What the program's ImageUpdater resource says of one image. */
export interface Settings {
    readonly strategy: string;
    /** Semver constraint, or the tag whose digest counts. */
    readonly constraint?: string;
    readonly allowTags: string;
    readonly ignoreTags: readonly string[];
}

const DOCUMENT = path.resolve(__dirname, "../../../docs/image-drift-explained.md");

/** The columns that make a table one of these. */
const [SETTINGS, TAGS, PICKS] = ["Stack and settings", "In the registry", "Picks"] as const;

/** The rows of all such tables of a document. */
export function strategyRows(document = fs.readFileSync(DOCUMENT, "utf8")): StrategyRow[] {
    return markdownTables(document)
        .filter(({ columns }) => columns.includes(PICKS))
        .flatMap(({ heading, rows }) =>
            rows.map((row) => {
                const { [SETTINGS]: settings = "", [TAGS]: tags = "", [PICKS]: picks = "" } = row;
                const [stack = "", ...given] = codes(settings);
                const [picked, ...others] = codes(picks);
                assert.ok(picks === "–" || picked !== undefined, `neither a tag nor "–": ${picks}`);
                assert.deepEqual(others, [], `more than one pick: ${picks}`);
                return {
                    title: `${heading}: ${settings}: ${tags}`,
                    stack,
                    config: configOf(given),
                    registry: registryOf(tags),
                    ...(picked !== undefined && { picks: picked }),
                    withDigest: picks.includes("digest"),
                };
            }),
        );
}

/** `pin.backend: v1.0.3` → `{ pin: '{"backend":"v1.0.3"}' }` */
function configOf(given: readonly string[]): Record<string, string> {
    const own: Record<string, string> = {};
    const config: Record<string, string> = {};
    for (const setting of given) {
        const [, key = "", value = ""] = /^([\w.]+): (.+)$/.exec(setting) ?? [];
        if (key === "paused") {
            config[key] = value;
        } else if (key === "pin.backend" || key === "constraints.backend") {
            config[key.split(".")[0] ?? key] = JSON.stringify({ backend: value });
        } else {
            assert.ok(key === "strategy" || key === "tag", `no setting of an image: ${setting}`);
            own[key] = value;
        }
    }
    return Object.keys(own).length === 0
        ? config
        : {
              ...config,
              images: JSON.stringify([{ name: "backend", ...own }, { name: "frontend" }]),
          };
}

/** `` `v1.0.0`, `blue` of 09:00 ``: without a time, each is built a minute after the one before. */
function registryOf(cell: string): RegistryTag[] {
    return [...cell.matchAll(/`([^`]+)`(?: of (\d\d:\d\d))?/g)].map(([, name = "", time], at) => ({
        name,
        built: `2026-05-04T${time ?? `00:${String(at).padStart(2, "0")}`}:00Z`,
    }));
}

interface ImageUpdaterInputs {
    readonly spec: {
        readonly applicationRefs: readonly {
            readonly images: readonly {
                readonly alias: string;
                readonly imageName: string;
                readonly commonUpdateSettings: {
                    readonly updateStrategy: string;
                    readonly allowTags: string;
                    readonly ignoreTags?: readonly string[];
                };
            }[];
        }[];
    };
}

/** What the updater is told of image `backend` when the whole program runs with a row's settings. */
export async function settingsOf({ stack, config }: StrategyRow): Promise<Settings> {
    const { registry } = await runProgram(stack, config);
    const { spec } = registry.get(
        "kubernetes:argocd-image-updater.argoproj.io/v1alpha1:ImageUpdater",
        "image-update",
    ).inputs as unknown as ImageUpdaterInputs;
    const backend = spec.applicationRefs[0]?.images.find(({ alias }) => alias === "backend");
    assert.ok(backend, "image backend is not updated");
    const { updateStrategy, allowTags, ignoreTags = [] } = backend.commonUpdateSettings;
    const [, constraint] = /^[^:]+:(.+)$/.exec(backend.imageName) ?? [];
    return {
        strategy: updateStrategy,
        allowTags,
        ignoreTags,
        ...(constraint !== undefined && { constraint }),
    };
}
