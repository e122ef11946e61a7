import * as fs from "node:fs";
import * as path from "node:path";

import { type Document, isMap, Pair, parseDocument, type YAMLMap } from "yaml";

import { readStackFile } from "../../scripts/render/stackFile";
import type { KeyName } from "../../stacks/config/configKeys";
import type { Source } from "../../stacks/config/parse";
import { PLACEHOLDERS } from "../../stacks/config/placeholders";
import { Misuse } from "../wait/arguments";
import { newStackFile } from "./newStackFile";

const PREFIX = "argocd-image-drift:";

/** Settings that keep the engine from making providers of its own. */
const DEFAULT_PROVIDERS = "pulumi:disable-default-providers";
const PROVIDERS = ["kubernetes", "github", "random", "tls"];

/**
 * `Pulumi.<stack>.yaml`. It is only ever added to: what is set stays, and so do comments. Somebody
 * has to set the sample files' placeholders, so they count as not set.
 */
export class StackFile {
    private readonly document: Document;
    private isChanged: boolean;

    private constructor(
        private readonly folder: string,
        readonly name: string,
        /** Whether there was none. */
        readonly isNew: boolean,
        private readonly text: string,
    ) {
        this.document = parsed(name, text);
        this.isChanged = isNew;
    }

    /** @throws Misuse if there is one that is not YAML */
    static open(folder: string, environment: string): StackFile {
        const name = fileName(environment);
        const file = path.join(folder, name);
        return fs.existsSync(file)
            ? new StackFile(folder, name, false, fs.readFileSync(file, "utf8"))
            : new StackFile(folder, name, true, newStackFile(environment));
    }

    /** What it says that secrets are encrypted by: `passphrase`, a URL, or nothing. */
    get secretsProvider(): string | undefined {
        const provider = this.document.get("secretsprovider");
        if (typeof provider === "string") {
            return provider;
        }
        return this.document.has("encryptionsalt") ? "passphrase" : undefined;
    }

    /**
     * Adds a setting after the program's others, or in the place of a placeholder.
     *
     * @param value text, a boolean, or data for a structured key
     */
    add(key: KeyName, value: unknown): void {
        this.isChanged = true;
        const config = this.config();
        const name = [key, `${PREFIX}${key}`].find((each) => config.has(each));
        if (name !== undefined) {
            config.set(name, value);
            return;
        }
        const pair = this.document.createPair(`${PREFIX}${key}`, value);
        config.items.splice(afterOwnKeys(config), 0, pair);
    }

    /** Adds what the program relies on, if it is not there. */
    disableDefaultProviders(): boolean {
        const config = this.config();
        if (config.has(DEFAULT_PROVIDERS)) {
            return false;
        }
        this.isChanged = true;
        const name = this.document.createNode(DEFAULT_PROVIDERS);
        name.commentBefore = " Every provider is an explicit one.";
        config.add(new Pair(name, this.document.createNode(PROVIDERS)));
        return true;
    }

    /** Writes it, if anything was added. */
    save(): void {
        if (this.isChanged) {
            const text = this.document.toString({ indent: indentOf(this.text), lineWidth: 0 });
            fs.writeFileSync(path.join(this.folder, this.name), text);
            this.isChanged = false;
        }
    }

    private config(): YAMLMap {
        const config = this.document.get("config");
        if (isMap(config)) {
            return config;
        }
        const made = this.document.createNode({});
        this.document.set("config", made);
        return made;
    }
}

/** The file as the engine would hand it over; nothing if there is none. Placeholders are no values. */
export function settingsOf(folder: string, environment: string): Source | undefined {
    if (!fs.existsSync(path.join(folder, fileName(environment)))) {
        return undefined;
    }
    const source = readStackFile(folder, environment);
    const values = Object.entries(source.values).filter(
        ([, value]) => !PLACEHOLDERS.some((placeholder) => value.includes(placeholder)),
    );
    return { ...source, values: Object.fromEntries(values) };
}

function fileName(environment: string): string {
    return `Pulumi.${environment}.yaml`;
}

function parsed(name: string, text: string): Document {
    const document: Document = parseDocument(text);
    const [error] = document.errors;
    if (error !== undefined) {
        throw new Misuse(`${name} is not YAML: ${error.message}`);
    }
    if (document.contents === null) {
        document.contents = document.createNode({});
    }
    return document;
}

/** Spaces that people indent with; Pulumi itself takes two when it writes the file. */
function indentOf(text: string): number {
    return /^( +)\S/m.exec(text)?.[1]?.length ?? 4;
}

function afterOwnKeys(config: YAMLMap): number {
    return config.items.findLastIndex(({ key }) => String(key).startsWith(PREFIX)) + 1;
}
