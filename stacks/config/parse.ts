import { closest, distance } from "fastest-levenshtein";
import type { z } from "zod";

import { removeCommand, setCommand } from "./command";
import {
    configKeys,
    declaration,
    isKeyName,
    isSecret,
    type KeyName,
    keyNames,
    type Values,
} from "./configKeys";
import { placeholderProblems } from "./placeholders";
import type { Problem } from "./problem";

/** Configuration as the engine hands it over, without the project's prefix. */
export interface Source {
    readonly stack: string;
    /** Text by key; JSON for structured values. An empty text stands for "not set". */
    readonly values: Readonly<Record<string, string>>;
    /** Keys whose value is encrypted in the stack file. */
    readonly secretKeys: ReadonlySet<string>;
}

/** What each key says by itself. */
export interface Parsed {
    readonly given: ReadonlySet<KeyName>;
    readonly written: Readonly<Partial<Record<KeyName, unknown>>>;
    readonly values: Values;
    readonly problems: readonly Problem[];
}

/** Checks every key by itself: known, kept as secret or not, of the right form. */
export function parseKeys(source: Source): Parsed {
    const given = new Set<KeyName>();
    const written: Partial<Record<KeyName, unknown>> = {};
    const values: Partial<Record<KeyName, unknown>> = {};
    const problems: Problem[] = [];
    for (const [name, text] of Object.entries(source.values)) {
        if (!isKeyName(name)) {
            problems.push(unknownKey(source.stack, name));
        } else if (text !== "") {
            given.add(name);
            written[name] = valueAt(text, []);
            const result = parseKey(source, name, text);
            values[name] = result.value;
            problems.push(...result.problems);
        }
    }
    // Each value went through the schema of its own key.
    return { given, written, values: values as Values, problems };
}

function parseKey(
    source: Source,
    name: KeyName,
    text: string,
): { value?: unknown; problems: readonly Problem[] } {
    const kept = secrecyProblem(source, name);
    if (kept !== undefined) {
        return { problems: [kept] };
    }
    const placeholders = placeholderProblems(source.stack, name, text);
    const result = configKeys[name].schema.safeParse(text);
    if (result.success) {
        return { value: result.data, problems: placeholders };
    }
    const issues = result.error.issues.flatMap((issue) => flattened(issue));
    const faults = issues.map((issue) => issueProblem(source.stack, name, text, issue));
    return { problems: placeholders.length > 0 ? placeholders : faults };
}

function secrecyProblem(source: Source, name: KeyName): Problem | undefined {
    const { example } = declaration(name);
    const isEncrypted = source.secretKeys.has(name);
    if (isSecret(name) === isEncrypted) {
        return undefined;
    }
    const key = `${name}${example.path ?? ""}`;
    return isEncrypted
        ? {
              key: name,
              reason: "is stored as a secret, but its value appears in names, files or the state",
              allowed: "a plain value",
              fix: setCommand({ stack: source.stack, key, value: example.value }),
          }
        : {
              key: name,
              reason:
                  "is a secret and stored as plain text; if the file has been shared, " +
                  "revoke the old value",
              allowed: "an encrypted value",
              fix: setCommand({ stack: source.stack, key, value: example.value, secret: true }),
          };
}

const NO_FIELD = "is no field of it";

/** One fault at one place within a key. */
interface Fault {
    readonly path: readonly PropertyKey[];
    readonly reason: string;
    /** It is the last part of the path that is wrong, not what stands there. */
    readonly isName?: true;
}

function flattened(issue: z.core.$ZodIssue): Fault[] {
    switch (issue.code) {
        case "unrecognized_keys":
            return issue.keys.map((field) => ({
                path: [...issue.path, field],
                reason: NO_FIELD,
                isName: true,
            }));
        case "invalid_key":
            return issue.issues.map(({ message }) => ({
                path: issue.path,
                reason: message,
                isName: true,
            }));
        default:
            return [{ path: issue.path, reason: issue.message }];
    }
}

function issueProblem(stack: string, name: KeyName, text: string, fault: Fault): Problem {
    const { allowed, example, fields = {}, secret, command } = declaration(name);
    const place = placeOf(fault.path);
    const key = `${name}${place}`;
    const value = secret === true ? undefined : valueAt(text, fault.path);
    const problem = { key, ...(value === undefined ? {} : { value }) };
    const last = fault.path.findLast((part) => typeof part === "string") ?? "*";
    if (fault.isName === true) {
        const known = Object.keys(fields).filter((field) => field !== "*");
        return {
            ...problem,
            reason: `${fault.reason}${nearMiss(last, known)}`,
            allowed: fields["*"]?.allowed ?? known.join(", "),
            fix: removeCommand(stack, key),
        };
    }
    const field = place === "" ? undefined : (fields[last] ?? fields["*"]);
    return {
        ...problem,
        reason:
            value === undefined && field !== undefined && secret !== true
                ? "is missing"
                : fault.reason,
        allowed: field?.allowed ?? allowed,
        fix:
            command?.(stack) ??
            setCommand({
                stack,
                key: place === "" ? `${name}${example.path ?? ""}` : key,
                value: field?.example ?? example.value,
                ...(secret === undefined ? {} : { secret }),
            }),
    };
}

function placeOf(path: readonly PropertyKey[]): string {
    return path
        .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
        .join("");
}

function valueAt(text: string, path: readonly PropertyKey[]): unknown {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        return text;
    }
    if (path.length === 0 && (typeof value !== "object" || value === null)) {
        return text;
    }
    for (const part of path) {
        value = typeof value === "object" && value !== null ? Reflect.get(value, part) : undefined;
    }
    return value;
}

function unknownKey(stack: string, name: string): Problem {
    return {
        key: name,
        reason: `is no configuration key${nearMiss(name, keyNames)}`,
        fix: removeCommand(stack, name),
    };
}

/** `; did you mean …?`, if one of the names is only a few letters away. */
function nearMiss(name: string, names: readonly string[]): string {
    const lowered = name.toLowerCase();
    const byLowered = new Map(names.map((each) => [each.toLowerCase(), each]));
    if (byLowered.size === 0) {
        return "";
    }
    const nearest = closest(lowered, [...byLowered.keys()]);
    const isNear = distance(lowered, nearest) <= Math.max(2, Math.floor(name.length / 4));
    return isNear ? `; did you mean ${byLowered.get(nearest) ?? nearest}?` : "";
}
